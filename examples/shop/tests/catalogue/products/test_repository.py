from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalogue.products.repository import ProductRepository

from .factory import create_product


async def test_find_by_sku(session: AsyncSession) -> None:
    stored = await create_product(session)
    repository = ProductRepository(session)
    found = await repository.find_by_sku(stored.sku)
    assert found is stored
