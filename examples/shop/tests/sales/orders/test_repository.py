from sqlalchemy.ext.asyncio import AsyncSession

from shop.sales.orders.repository import OrderRepository

from .factory import create_order


async def test_find_by_number(session: AsyncSession) -> None:
    stored = await create_order(session)
    repository = OrderRepository(session)
    found = await repository.find_by_number(stored.number)
    assert found is stored
