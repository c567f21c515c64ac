import pytest

from shop.core.errors import NotFoundError
from shop.models import Address
from shop.sales.addresses.service import AddressService
from tests.fakes import FakeRepository

from .factory import values_of_address


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(Address)
    service = AddressService(repository)
    stored = await repository.add(values_of_address())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(Address)
    service = AddressService(repository)
    stored = await repository.add(values_of_address())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="address"):
        await service.get(*repository.key(stored))
