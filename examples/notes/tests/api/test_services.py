"""Every service works without a database."""

from typing import Any

import pytest

from notes.core.errors import NotFoundError
from tests.factory import values_of
from tests.fakes import FakeRepository

from .resource import Resource
from .resources import RESOURCES


@pytest.mark.parametrize("resource", RESOURCES, ids=str)
async def test_a_stored_row_is_found(resource: Resource[Any]) -> None:
    repository = FakeRepository(resource.model)
    service = resource.service(repository)
    stored = await repository.add(values_of(resource.model))
    assert await service.get(*repository.key(stored)) is stored


@pytest.mark.parametrize("resource", RESOURCES, ids=str)
async def test_a_deleted_row_is_not_found(resource: Resource[Any]) -> None:
    repository = FakeRepository(resource.model)
    service = resource.service(repository)
    stored = await repository.add(values_of(resource.model))
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match=resource.label):
        await service.get(*repository.key(stored))
