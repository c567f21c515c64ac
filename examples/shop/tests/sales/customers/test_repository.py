from sqlalchemy.ext.asyncio import AsyncSession

from shop.sales.customers.repository import CustomerRepository

from .factory import create_customer


async def test_find_by_email(session: AsyncSession) -> None:
    stored = await create_customer(session)
    repository = CustomerRepository(session)
    found = await repository.find_by_email(stored.email)
    assert found is stored
