import pytest

from notes.core.errors import NotFoundError
from notes.models import Note
from notes.notes.service import NoteService
from tests.fakes import FakeRepository

from .factory import values_of_note


async def test_what_is_stored_is_found() -> None:
    repository = FakeRepository(Note)
    service = NoteService(repository)
    stored = await repository.add(values_of_note())
    assert await service.get(*repository.key(stored)) is stored


async def test_what_is_deleted_is_not_found() -> None:
    repository = FakeRepository(Note)
    service = NoteService(repository)
    stored = await repository.add(values_of_note())
    await service.delete(*repository.key(stored))
    with pytest.raises(NotFoundError, match="note"):
        await service.get(*repository.key(stored))
