import pytest

from shop.core.errors import NotFoundError
from shop.models import OrderLine
from shop.sales.order_lines.service import OrderLineService
from tests.fakes import FakeRepository

from .factory import values_of_order_line


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(OrderLine)
    service = OrderLineService(repository)
    stored = await repository.add(values_of_order_line())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(OrderLine)
    service = OrderLineService(repository)
    stored = await repository.add(values_of_order_line())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="order line"):
        await service.get(*repository.key(stored))
