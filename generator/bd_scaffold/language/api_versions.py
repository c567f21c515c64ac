"""The author's words for older versions of the API that are served beside today's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from .field_type import FieldType
from .reading import (
    PLAIN,
    Listed,
    Named,
    Nested,
    Scalar,
    Words,
    WrongError,
    plain_text,
    word,
)
from .tree import Path

VERSION_NAME = r"^v[1-9][0-9]{0,3}$"
"""What a version of the API is called."""


def _day(written: Any) -> Any:
    try:
        dt.date.fromisoformat(written if _DAY.fullmatch(written) else "")
    except (TypeError, ValueError):
        message = "is not a day: write 2026-12-31."
        raise WrongError("BD113", message) from None
    return plain_text(written)


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY = Scalar("a text", _day, {"type": "string", "format": "date"})


def _address(written: Any) -> Any:
    if not isinstance(written, str) or not _ADDRESS.fullmatch(written):
        raise WrongError("BD113", "is not an address: write https://example.com/v2.")
    return plain_text(written)


_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!#-;=?-Z_a-z~%@&]*)?")
ADDRESS = Scalar("a text", _address, {"type": "string", "format": "uri"})


class OlderVersion(Words):
    """What an older version of the API was like, where that is not as today."""

    deprecated: str | None = word(
        DAY,
        "From when on clients should move: the header `Deprecation`.",
        default=None,
        examples=("2026-12-01",),
    )
    sunset: str | None = word(
        DAY,
        "When it may be switched off: the header `Sunset`. The day itself switches nothing off.",
        default=None,
        examples=("2027-06-30",),
    )
    link: str | None = word(
        ADDRESS,
        "A page on how to move, which the header `Link` names.",
        default=None,
        examples=("https://shop.example.com/moving-to-v2",),
    )
    without: tuple[str, ...] = word(
        Listed(PLAIN),
        "What has come since, and is not in it: an entity, `Product.weight`, `Order.deliver`.",
        default=(),
        examples=(["Review", "Product.weight"],),
    )
    called: dict[str, str] = word(
        Named(PLAIN),
        "What it calls otherwise, by today's name: an entity, a field or an enum's value.",
        default=dict,
        examples=({"Customer.full_name": "name", "OrderStatus.dispatched": "shipped"},),
    )
    paths: dict[str, str] = word(
        Named(PLAIN),
        "The path of an entity's list in it, where that is not its plural there.",
        default=dict,
        examples=({"Product": "goods"},),
    )
    had: dict[str, FieldType] = word(
        Named(Nested(FieldType)),
        "A field that has gone since: clients still see its default, or null, and what they "
        "send of it is dropped.",
        default=dict,
        examples=({"Product.colour": "string(20)?"},),
    )


def expand(data: dict[str, Any], field: Callable[[Any, Path], dict[str, Any]]) -> None:
    """Write the fields that have gone in their full form; `field` reads a field's line."""
    api = data.get("api")
    found = api.get("versions") if isinstance(api, dict) else None
    for name, said in found.items() if isinstance(found, dict) else ():
        had = said.get("had") if isinstance(said, dict) else None
        if isinstance(had, dict):
            place = ("api", "versions", name, "had")
            said["had"] = {k: field(v, (*place, k)) for k, v in had.items()}
