import pytest

from shop.core.errors import NotFoundError
from shop.models import Order
from shop.sales.orders.service import OrderService
from tests.fakes import FakeRepository

from .factory import values_of_order


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(Order)
    service = OrderService(repository)
    stored = await repository.add(values_of_order())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(Order)
    service = OrderService(repository)
    stored = await repository.add(values_of_order())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="order"):
        await service.get(*repository.key(stored))
