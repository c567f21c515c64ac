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
class FieldCase:
    """Who may not read a field, and who may give it no value, of those who see its row."""

    name: str  # in JSON
    attribute: str = ""  # of a row, unless it is the name
    attributes: Sequence[str] = ()  # of its columns or relation, unless it is that one
    unread: Sequence[str] = ()  # callers
    unwritten: Sequence[str] = ()  # callers
    parameters: Sequence[str] = ()  # that narrow lists by it
    sorts: Sequence[str] = ()
    needed: bool = False  # no row is created without it
    fixed: bool = False  # no change gives it another value, whoever asks
    searched: bool = False  # lists are searched for it
    unshown: bool = False  # no answer has it, whoever asks

    @property
    def held(self) -> Sequence[str]:
        """The attributes that hold it."""
        return self.attributes or (self.attribute or self.name,)

    def __str__(self) -> str:
        return self.name


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
    fields: Sequence[FieldCase] = ()  # with rules of their own
