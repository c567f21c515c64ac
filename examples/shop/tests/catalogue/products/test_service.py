import pytest

from shop.catalogue.products.service import ProductService
from shop.core.errors import NotFoundError
from shop.models import Product
from tests.fakes import FakeRepository

from .factory import values_of_product


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(Product)
    service = ProductService(repository)
    stored = await repository.add(values_of_product())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(Product)
    service = ProductService(repository)
    stored = await repository.add(values_of_product())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="product"):
        await service.get(*repository.key(stored))
