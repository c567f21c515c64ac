from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalogue.tags.repository import TagRepository

from .factory import create_tag


async def test_find_by_label(session: AsyncSession) -> None:
    stored = await create_tag(session)
    repository = TagRepository(session)
    found = await repository.find_by_label(stored.label)
    assert found is stored
