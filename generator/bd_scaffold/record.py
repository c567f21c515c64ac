"""Frozen records, the form of most values here; the only door to msgspec.

They are compared by value, as frozen dataclasses are, but made, written and read in C: a model
has tens of thousands, and a command makes their classes, two hundred, each time it starts.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import DecodeError
from msgspec.structs import replace

__all__ = [
    "DecodeError",
    "Record",
    "decoded",
    "encoded",
    "left_out",
    "members",
    "plain",
    "replace",
]

Kind = TypeVar("Kind", bound="Record")


class Record(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A frozen record; its JSON leaves out what has its default, if that is a constant."""


def encoded(value: object) -> str:
    """Return a value and the records in it as JSON, on one line."""
    return msgspec.json.encode(value).decode()


def members(record: Record) -> dict[str, Any]:
    """Return the members of a record by name, those with their defaults, too."""
    return msgspec.structs.asdict(record)


def decoded(kind: type[Kind], text: str) -> Kind:
    """Return the record that some JSON is, or raise a `DecodeError` where it is none."""
    return msgspec.json.decode(text, type=kind)


def plain(text: str) -> Any:
    """Return the value that some JSON is, or raise a `DecodeError`, which is a ValueError."""
    return msgspec.json.decode(text)


def left_out(kind: type[Record]) -> dict[str, Any]:
    """Return what the members of a record are where its JSON leaves them out."""
    return {
        each.name: each.default
        for each in msgspec.structs.fields(kind)
        if not each.required
    }
