"""The rows of a table, and other rows that they refer to."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from workshop.models.base import Base

if TYPE_CHECKING:
    from .drawing import Draw
    from .plan import Plan

Row: TypeAlias = dict[str, Any]
"""The values of a row, by the attributes of its class, or by the columns of its table."""

SINCE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
UNTIL = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Rows are created between the two; they are fixed, so that the same rows come again."""

LEAST = 8
"""How many rows of each kind there are in any case, as far as there may be so many."""

DIVISIONS = 3
"""How many tenants there are, where rows belong to tenants."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows:
    """The rows of one table: what makes one, and how many there are beside others."""

    of: Any  # a mapped class, or a table that has none
    row: Callable[["Draw"], Row]
    share: int  # of all rows
    most: int | None = None  # there are no more, since their values run out
    per: int = 1  # as many refer to the same row, where they stand in groups
    own_id: bool = False  # it is told from others by an id that it is given here
    divided: bool = False  # each belongs to a tenant
    late: tuple[str, ...] = ()  # attributes that are set once all rows are there
    circle: str = ""  # rows that need each other are stored together

    @property
    def table(self) -> sa.Table:
        """The table that they are stored in."""
        found: sa.Table = getattr(self.of, "__table__", self.of)
        return found

    @property
    def lanes(self) -> int:
        """Into how many parts they are divided, each of which refers to itself alone."""
        return DIVISIONS if self.divided else 1

    @property
    def least(self) -> int:
        """How many of them there are in each part in any case."""
        room = LEAST if self.most is None else self.most // self.lanes
        return max(1, min(LEAST, room))


def link_table(name: str) -> sa.Table:
    """Return the table of a relation of many to many."""
    return Base.metadata.tables[name]


@dataclass(frozen=True)
class Later:
    """A value of another row, which is looked up once the row itself is there."""

    related: "Related"
    attribute: str


class Related:
    """Another row, which is worked out as soon as something of it is asked for."""

    def __init__(self, plan: "Plan", rows: Rows, number: int) -> None:
        self._plan = plan
        self._rows = rows
        self.number = number

    def __getitem__(self, attribute: str) -> Any:
        if self._rows.own_id and attribute == "id":
            return self._plan.id_of(self._rows, self.number)
        value = self._plan.row(self._rows, self.number)[attribute]
        return settled(value)

    @property
    def created(self) -> dt.datetime:
        """When it was created, as far as it says so."""
        found: dt.datetime = self._plan.row(self._rows, self.number).get(
            "created_at", SINCE
        )
        return found

    def later(self, attribute: str) -> Later:
        """Return a value that is looked up later, where rows refer to each other."""
        return Later(self, attribute)

    def values(self, **attributes: str) -> Row:
        """Return some of its values under other names."""
        return {name: self[attribute] for name, attribute in attributes.items()}


def settled(value: Any) -> Any:
    """Return a value, or what is there by now of one that is looked up later."""
    return value.related[value.attribute] if isinstance(value, Later) else value
