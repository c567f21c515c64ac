"""What the lines of each slice's `access_cases.py` are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from tests.api.resource import Resource

SHOWN: Final = "shown"
HIDDEN: Final = "hidden"
LEFT_OUT: Final = "what a body doesn't say"

Outcome = int | str
"""A status; of a list, whether a row is in it."""
Values = Mapping[str, Any]
"""Values by attribute; by a relation's name, values of the row that it leads to."""


class Whose(Enum):
    """The accounts of a test."""

    OWNER = "owner"
    SOMEBODY = "somebody"  # who asks as well, and may have roles
    STRANGER = "stranger"  # who never asks


OWNER, SOMEBODY, STRANGER = Whose


@dataclass(frozen=True)
class Case:
    """What a caller is answered of a row that is stored."""

    caller: str
    row: str
    list: Outcome | None = None
    get: int | None = None
    update: int | None = None
    delete: int | None = None

    def __str__(self) -> str:
        return f"{self.caller}-{self.row}"


@dataclass(frozen=True)
class Attempt:
    """What a caller is answered who wants something of a row, or a new one."""

    caller: str
    row: str
    outcome: Outcome
    values: Values = field(default_factory=dict)

    @property
    def of(self) -> str:
        """What it is about."""
        return next(iter(self.values), "")

    def __str__(self) -> str:
        return f"{self.caller}-{self.row}-{self.of}"


@dataclass(frozen=True)
class Listed:
    """A list of a row: none, or one row with these values, which refers to it."""

    entity: str
    by: str  # the relation that leads here
    values: Values | None = None


@dataclass(frozen=True, kw_only=True)
class Cases:
    """All that is tried of the rows of a resource."""

    resource: Resource[Any]
    rows: Mapping[str, Values]
    cases: Sequence[Case] = ()
    creates: Sequence[Attempt] = ()  # rows that are added
    changes: Sequence[Attempt] = ()  # values that are given to a row
    nested: Sequence[Attempt] = ()  # the row, under the path of one that it refers to
    linked: Sequence[Attempt] = ()  # a row that it is linked to, which it shows or not
    pairs: Sequence[Attempt] = ()  # a row that it is linked to under its path
    taken: Sequence[Attempt] = ()  # a row that is no longer a caller's to delete
    closed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Who is refused whatever the row, by operation."""
    untold: Sequence[str] = ()  # what rules read that no test can set
