"""A service that tells what rows were."""

import base64
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from .errors import ErrorDetail, InvalidError, NotFoundError
from .service import CreateT, EntityT, ReplaceT, Repository, Service, UpdateT

_LARGE = 2**63


@dataclass(frozen=True, slots=True)
class Entries:
    """What is told of a row, the newest first; one more than is wanted, where there is one."""

    rows: Sequence[Any]
    limit: int

    def pairs(self) -> Iterator[tuple[Any, Any]]:
        """Yield each entry, and the one before it if there is one."""
        for number, row in enumerate(self.rows[: self.limit]):
            yield row, next(iter(self.rows[number + 1 : number + 2]), None)

    @property
    def next_cursor(self) -> str | None:
        """Where to go on, if there is more."""
        if len(self.rows) <= self.limit:
            return None
        text = str(self.rows[self.limit - 1].history_id)
        return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


class Part(Protocol):
    """Which part of a history is asked for."""

    limit: int
    cursor: Any  # a text, if it is not the first


class At(Protocol):
    """The moment that is asked about."""

    moment: dt.datetime


class HistoryRepository(Repository[EntityT], Protocol):
    """A repository that also knows what rows were."""

    async def history(
        self, *key: object, limit: int, before: int | None
    ) -> Entries: ...

    async def as_of(self, *key: object, moment: dt.datetime) -> Entries: ...


class HistoryService(Service[EntityT, CreateT, ReplaceT, UpdateT]):
    """The business rules of entities of which it is known what they were."""

    async def history(self, *key: object, query: Part) -> Entries:
        """Return the changes of an entity, the newest first; raise NotFoundError without any."""
        before = _place(query.cursor) if isinstance(query.cursor, str) else None
        found = await self._kept.history(*key, limit=query.limit, before=before)
        if before is None and not found.rows:
            raise NotFoundError(f"There is no history of a {self.label} with this key.")
        return found

    async def as_of(self, *key: object, query: At) -> Entries:
        """Return what an entity was at a moment; raise NotFoundError where it was not there."""
        found = await self._kept.as_of(*key, moment=query.moment)
        if not found.rows or found.rows[0].history_operation == "delete":
            raise NotFoundError(f"There was no {self.label} with this key.")
        return found

    @property
    def _kept(self) -> HistoryRepository[EntityT]:
        return cast("HistoryRepository[EntityT]", self.repository)


def _place(cursor: str) -> int:
    """Return the entry that a cursor stands after; raise InvalidError for any other text."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), "-_", validate=True)
        place = int(text) if text.isdigit() else _LARGE
    except ValueError:
        place = _LARGE
    if place < _LARGE:
        return place
    message = "The cursor is not valid here."
    detail = ErrorDetail("cursor", "Use the next_cursor of a page.", "invalid_cursor")
    raise InvalidError(message, [detail])
