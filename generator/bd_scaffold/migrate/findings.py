"""What a change may cost, and what tells whether rows are in its way."""

from __future__ import annotations

from collections.abc import Sequence

from ..record import Record, replace
from .schema import Guard
from .start import Start


class DestructiveChange(Record, frozen=True):
    """What happens only when it is asked for by its name."""

    name: str  # "drop:Tag", "narrow:Product.sku"
    text: str
    fills: tuple[str, ...] = ()  # fields in which other values mend it: "Product.sku"
    together: bool = False  # all of them have to get one


class Misfits(Record, frozen=True):
    """Rows that stop a migration, and that another value would mend."""

    table: str
    columns: tuple[str, ...]  # any of which may get it
    where: str = ""  # SQL that is true of them; none for all rows
    sure: bool = False  # one value that the column allows mends every row
    held_as: str = ""  # the type that the value is held as until then, if it is another


class Finding(Record, frozen=True):
    """A destructive change, and what tells whether rows are in its way."""

    danger: DestructiveChange
    guard: Guard | None = None
    misfits: Misfits | None = None


def count(rows: str, table: str, where: str = "") -> Guard:
    """Return what counts rows of a table."""
    rest = f" WHERE {where}" if where else ""
    return Guard(rows, f"SELECT count(*) FROM {table}{rest}")


def count_by_engine(rows: str, table: str, sqlite: str, postgresql: str) -> Guard:
    """Return what counts the rows of which something is true, in each engine's own SQL."""
    on_sqlite, on_postgresql = (
        count(rows, table, each.replace(":", r"\:")) for each in (sqlite, postgresql)
    )
    return replace(on_sqlite, postgresql=on_postgresql.sql)


def each_of(subject: str) -> tuple[str, ...]:
    """Return the fields that a subject is about: "Address.street", "Address.city"."""
    entity, _, fields = subject.partition(".")
    return tuple(f"{entity}.{each}" for each in fields.split("+") if each)


def not_unique(subject: str) -> str:
    """Return why something has to be allowed that is unique from now on."""
    return f"{subject} has to be unique; rows that share it would be invalid."


def shared(
    start: Start,
    table: str,
    columns: Sequence[str],
    names: Sequence[str],
    where: str,
    *,
    nulls: bool = False,
) -> Guard:
    """Return what counts the values, as SQL of a row, that more than one row has.

    With `nulls`, those without a value share it.
    """
    given = [] if nulls else [f"{each} IS NOT NULL" for each in names]
    sql = start.expression(table, where)
    kept = [f"({sql})" if " OR " in sql else sql] if where else []
    group = f"GROUP BY {', '.join(names)} HAVING count(*) > 1"
    inner = f"SELECT 1 FROM {start.table(table)}"
    if kept or given:
        inner = f"{inner} WHERE {' AND '.join([*kept, *given])}"
    rows = f"values of {' and '.join(columns)} in {table} occur more than once"
    return Guard(rows, f"SELECT count(*) FROM ({inner} {group}) AS twice")
