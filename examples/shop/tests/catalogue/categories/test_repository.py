from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalogue.categories.repository import CategoryRepository

from .factory import create_category


async def test_find_by_name(session: AsyncSession) -> None:
    stored = await create_category(session)
    repository = CategoryRepository(session)
    found = await repository.find_by_name(stored.name)
    assert found is stored
