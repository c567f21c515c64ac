import pytest

from shop.catalogue.tags.service import TagService
from shop.core.errors import NotFoundError
from shop.models import Tag
from tests.fakes import FakeRepository

from .factory import values_of_tag


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(Tag)
    service = TagService(repository)
    stored = await repository.add(values_of_tag())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(Tag)
    service = TagService(repository)
    stored = await repository.add(values_of_tag())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="tag"):
        await service.get(*repository.key(stored))
