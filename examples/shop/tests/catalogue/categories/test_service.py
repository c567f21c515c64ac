import pytest

from shop.catalogue.categories.service import CategoryService
from shop.core.errors import NotFoundError
from shop.models import Category
from tests.fakes import FakeRepository

from .factory import values_of_category


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(Category)
    service = CategoryService(repository)
    stored = await repository.add(values_of_category())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(Category)
    service = CategoryService(repository)
    stored = await repository.add(values_of_category())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="category"):
        await service.get(*repository.key(stored))
