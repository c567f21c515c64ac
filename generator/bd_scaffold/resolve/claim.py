"""One claim to a name."""

from __future__ import annotations

from typing import Literal

from ..language.tree import Path
from ..record import Record

Kind = Literal[
    "type",
    "class",
    "table",
    "link table",
    "named table",
    "enum type",
    "path",
    "link column",
    "named column",
    "column",
    "parameter",
    "path parameter",
    "check",
    "constraint",
    "operation",
    "route",
    "schema",
    "module",
    "index",
    "finder",
]


class Claim(Record, frozen=True):
    """Something that would have a name."""

    kind: Kind
    name: str
    owner: str  # how messages call what has it
    path: Path = ()  # where it stands; nowhere for what is there in any case
