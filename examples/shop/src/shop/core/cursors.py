"""Cursors: opaque texts that mark a place in an ordered list."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from .errors import ErrorDetail, InvalidError
from .queries import SortKey


@dataclass(frozen=True, slots=True)
class CursorPage:
    """One page of a list of any length, and the cursor to the next."""

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
    """Return the error for a cursor that this list did not issue."""
    message = "Use the next_cursor of a page that was listed in the same order."
    return InvalidError(
        "The cursor is not valid here.",
        [ErrorDetail("cursor", message, "invalid_cursor")],
    )


def _signature(sort: Sequence[SortKey]) -> str:
    return ",".join(("-" if key.descending else "") + key.name for key in sort)
