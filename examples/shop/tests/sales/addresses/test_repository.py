from sqlalchemy.ext.asyncio import AsyncSession

from shop.sales.addresses.repository import AddressRepository

from .factory import create_address


async def test_find_by_customer_id_and_label(session: AsyncSession) -> None:
    stored = await create_address(session)
    repository = AddressRepository(session)
    found = await repository.find_by_customer_id_and_label(
        stored.customer_id,
        stored.label,
    )
    assert found is stored
