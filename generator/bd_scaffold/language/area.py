"""The words of an area, and what a version is."""

from __future__ import annotations

import re
from typing import Any

from .enum_types import ENTITY_NAME
from .reading import UNREAD, Anything, Listed, Scalar, Words, WrongError, line, word
from .row_rules import FIELD_NAME


class Area(Words):
    """A bounded context, with entities of its own."""

    own: dict[str, Any] = word(Anything(), name="x-", default=dict, hidden=True)
    entities: tuple[str, ...] = word(
        Listed(ENTITY_NAME),
        "Its entities; an entity may also name its `area`.",
        default=(),
    )
    was: str | None = word(
        FIELD_NAME, "The name that it had before: your code moves along.", default=None
    )


def _version(written: Any) -> Any:
    found = line(written)
    if found is not UNREAD and not re.fullmatch(_VERSION, found):
        raise WrongError("BD113", "is not a version: write 1.2.3.")
    return found


_VERSION = r"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}"
VERSION = Scalar("a text", _version, {"type": "string"})
