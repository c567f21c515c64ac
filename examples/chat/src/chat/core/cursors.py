"""Cursors: opaque texts that mark a place in an ordered list."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_core import to_jsonable_python

from .errors import ErrorDetail, InvalidError
from .queries import SortKey


@dataclass(frozen=True, slots=True)
class CursorPage:
    """One page of a list of any length, and the cursor to the next."""

    items: Sequence[object]
    next_cursor: str | None
    prev_cursor: str | None = None
    is_two_way: bool = False  # it tells of the page before, too

    @property
    def said(self) -> dict[str, object]:
        """What an answer says of it."""
        said: dict[str, object] = {
            "next_cursor": self.next_cursor,
            "has_more": self.next_cursor is not None,
        }
        if self.is_two_way:
            said["prev_cursor"] = self.prev_cursor
        return said


def encode_cursor(sort: Sequence[SortKey], values: Sequence[object]) -> str:
    """Return an opaque text for the place in an order after the row with these values."""
    # Not JSON, whose escapes would make a text six times as long; no text has a NUL.
    text = "\0".join([_signature(sort), *map(_written, values)])
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode_cursor(cursor: str, sort: Sequence[SortKey]) -> list[str | None]:
    """Return a cursor's values as texts; raise InvalidError for any other text."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, "-_", validate=True).decode()
    except ValueError as error:
        raise invalid_cursor() from error
    signature, *values = text.split("\0")
    if signature != _signature(sort) or len(values) != len(sort):
        raise invalid_cursor()
    return [value.removeprefix("=") if value else None for value in values]


def _written(value: object) -> str:
    return "" if value is None else f"={to_jsonable_python(value)}"


def invalid_cursor() -> InvalidError:
    """Return the error for a cursor that this list did not issue."""
    message = "Use the next_cursor of a page that was listed in the same order."
    return InvalidError(
        "The cursor is not valid here.",
        [ErrorDetail("cursor", message, "invalid_cursor")],
    )


def _signature(sort: Sequence[SortKey]) -> str:
    return ",".join(("-" if key.descending else "") + key.name for key in sort)
