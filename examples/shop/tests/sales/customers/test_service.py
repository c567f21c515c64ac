import pytest

from shop.core.errors import NotFoundError
from shop.models import Customer
from shop.sales.customers.service import CustomerService
from tests.fakes import FakeRepository

from .factory import values_of_customer


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(Customer)
    service = CustomerService(repository)
    stored = await repository.add(values_of_customer())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(Customer)
    service = CustomerService(repository)
    stored = await repository.add(values_of_customer())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="customer"):
        await service.get(*repository.key(stored))
