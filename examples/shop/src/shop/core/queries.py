"""What a list was asked for, and what it responses: pages by number, or by a cursor."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from .errors import ErrorDetail, InvalidError

_CONTROLS = frozenset({"page", "limit", "cursor", "sort", "q"})


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column of an order, and its direction."""

    name: str
    descending: bool

    @classmethod
    def parse(cls, text: str) -> "SortKey":
        """Read `name` or `-name`."""
        return cls(text.removeprefix("-"), text.startswith("-"))


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A list request: which rows, in which order, and which part of them."""

    filters: Mapping[str, object]
    search: str | None
    sort: tuple[SortKey, ...]
    limit: int
    page: int = 1
    cursor: str | None = None

    @classmethod
    def of(cls, query: BaseModel, **more: object) -> "ListQuery":
        """Read a query's parameters; `more` are filters that come from the path."""
        given = query.model_dump(exclude_none=True)
        filters = {
            name: value for name, value in given.items() if name not in _CONTROLS
        }
        sort = given.get("sort")
        return cls(
            filters=filters | more,
            search=given.get("q"),
            sort=tuple(map(SortKey.parse, sort.split(","))) if sort else (),
            limit=given["limit"],
            page=given.get("page", 1),
            cursor=given.get("cursor"),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list whose length is known."""

    items: Sequence[object]
    number: int
    limit: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.limit)


@dataclass(frozen=True, slots=True)
class CursorPage:
    """A cursor_page of a list of any length, and where the next one starts."""

    items: Sequence[object]
    next_cursor: str | None


def encode_cursor(sort: Sequence[SortKey], values: Sequence[object]) -> str:
    """Return an opaque text for the place in an order after the row with these values."""
    text = to_json([_signature(sort), values])
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def decode_cursor(cursor: str, sort: Sequence[SortKey]) -> list[Any]:
    """Return a cursor's values in their JSON form; raise InvalidError for any other text."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        signature, values = json.loads(base64.b64decode(padded, "-_", validate=True))
        values = list(values)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise invalid_cursor() from error
    if signature != _signature(sort) or len(values) != len(sort):
        raise invalid_cursor()
    return values


def invalid_cursor() -> InvalidError:
    """Return the refusal of a cursor that this list did not give."""
    message = "Use the next_cursor of a page that was listed in the same order."
    return InvalidError(
        "The cursor is not valid here.",
        [ErrorDetail("cursor", message, "invalid_cursor")],
    )


def _signature(sort: Sequence[SortKey]) -> str:
    return ",".join(("-" if key.descending else "") + key.name for key in sort)
