"""Periods of which no two rows have the same: what they are of, and how PostgreSQL calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language.expression import to_sql
from ..language.row_rules import Exclusion
from .resolved import ResolvedEntity
from .types import Scalar
from .uniques import grouped, named, sql_columns

RANGES: Mapping[Scalar, str] = {
    "date": "daterange",
    "datetime": "tstzrange",
    "datetime_local": "tsrange",
    "smallint": "int4range",
    "integer": "int4range",
    "bigint": "int8range",
    "decimal": "numrange",
}
"""PostgreSQL's ranges, by the type of their ends."""

_WIDER = {"int4range": "int8range", "int8range": "numrange"}


def range_of(kind: Scalar, bounds: str) -> str:
    """Return the range of a type; with its end in it, one that has room for the next number."""
    found = RANGES[kind]
    return _WIDER.get(found, found) if bounds == "[]" else found


def usual_name(entity: ResolvedEntity, exclusion: Exclusion) -> str:
    """Return what the constraint is called where the design doesn't say it."""
    return named("ex", entity.names.table, *columns(entity, exclusion))


def columns(entity: ResolvedEntity, exclusion: Exclusion) -> tuple[str, ...]:
    """Return the columns that it is about: those that are the same, then the period's."""
    return grouped((*exclusion.fields, *exclusion.period), entity.slots)


def where(entity: ResolvedEntity, exclusion: Exclusion) -> str:
    """Return SQL that is true of the rows that are held to it; empty for all rows."""
    if exclusion.where is None:
        return entity.scope
    said = to_sql(exclusion.where, sql_columns(entity.slots, exclusion.where))
    return f"{entity.scope} AND ({said})" if entity.scope else said


def constraint_names(entity: ResolvedEntity) -> Iterator[tuple[int, str, Exclusion]]:
    """Yield the place and the name of each."""
    for position, each in enumerate(entity.written.exclude):
        yield position, each.constraint or usual_name(entity, each), each
