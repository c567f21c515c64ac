"""What the tests of all resources need to know about one."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote
from uuid import UUID

from pydantic import BaseModel
from pydantic_core import to_jsonable_python
from sqlalchemy.orm import InstrumentedAttribute

from notes.core.db.repository import SqlRepository
from notes.core.service import Service
from notes.models.base import Base

EntityT = TypeVar("EntityT", bound=Base)


@dataclass(frozen=True)
class Filter:
    """A query parameter, and how a row's attribute is compared with its value."""

    parameter: str
    attribute: str
    operator: Literal["eq", "ge", "le", "gt", "lt"] = "eq"

    def keeps(self, value: Any, given: Any) -> bool:
        """Tell whether a row with this value stays in the list."""
        return bool(getattr(operator, self.operator)(value, given))


@dataclass(frozen=True)
class Reference:
    """The attributes that hold the key of another row."""

    name: str
    columns: Mapping[str, InstrumentedAttribute[Any]]
    required: bool = False
    checked: bool = True  # a client that refers to nothing is refused
    restricts: bool = False  # a client may not delete what is referred to
    lists: Sequence[str] = ()  # of these rows, under the path of what they refer to

    @property
    def target(self) -> type[Base]:
        """The class of the other row."""
        column, *_ = self.columns.values()
        target: type[Base] = column.parent.class_
        return target

    def to(self, entity: Base) -> dict[str, Any]:
        """Return the values that refer to a row."""
        return {here: getattr(entity, at.key) for here, at in self.columns.items()}


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Generic[EntityT]):
    """One resource as the design has it, and values for its rows."""

    path: str
    label: str
    model: type[EntityT]
    repository: type[SqlRepository[EntityT]]
    service: Callable[[Any], Service[EntityT, Any, Any, Any]]
    values: Callable[[int], dict[str, Any]]  # of the n-th row
    operations: Sequence[str]
    bodies: Mapping[str, type[BaseModel]] = field(default_factory=dict)
    key: Sequence[str] = ("id",)
    absent: Sequence[object] = (UUID(int=0),)  # a key that no row has
    rows: int = 3  # that a test makes; fewer where the values run out
    repeatable: bool = True  # the same may be created twice
    references: Sequence[Reference] = ()
    finders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    filters: Sequence[Filter] = ()
    sorts: Sequence[str] = ()
    search: str = ""  # an attribute that is searched
    numbers: Iterator[int] = field(default_factory=lambda: cycle(range(1, 150)))

    def __str__(self) -> str:
        return self.path.removeprefix("/")

    def path_to(self, entity: EntityT) -> str:
        """Return the path of a row."""
        return self._path(getattr(entity, name) for name in self.key)

    def path_to_nothing(self) -> str:
        """Return the path that a missing row would have."""
        return self._path(self.absent)

    def _path(self, key: Iterable[object]) -> str:
        parts = (quote(as_parameter(part), safe="") for part in key)
        return "/".join([self.path, *parts])


def as_parameter(value: object) -> str:
    """Return a value as it is written in a path or a query string."""
    shown = to_jsonable_python(value)
    return str(shown).lower() if isinstance(shown, bool) else str(shown)
