"""Rules of access that lead into lists: the rows that refer to a row, as SQL."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from chat.core.security.lists import rows_in

Joined = tuple[Any, tuple[tuple[str, sa.Column[Any]], ...]]
"""A mapper, and by attributes the columns of its table that they are equal to."""


def listed(mapper: Any, step: tuple[str, ...]) -> Joined | None:
    """Return the rows of a list, and the columns that refer to a row; None for no list."""
    found = rows_in(step)
    if found is None:
        return None
    entity, attributes = found
    rows = next(
        each for each in mapper.registry.mappers if each.class_.__name__ == entity
    )
    columns = {rows.get_property(each).columns[0] for each in attributes}
    keys = [
        each
        for each in rows.local_table.foreign_key_constraints
        if columns <= {*each.columns}
    ]
    if not keys:
        raise LookupError(f"{entity} refers to nothing by {attributes}.")
    # Of divided rows, a key carries the part, too.
    shortest = min(keys, key=lambda each: len(each.columns))
    return rows, tuple(
        (mapper.get_property_by_column(each.column).key, each.parent)
        for each in shortest.elements
    )


def other_rows(
    model: Any, step: tuple[str, ...] | str, mapper: Any, there: sa.FromClause
) -> Iterator[sa.ColumnElement[bool]]:
    """Yield that a row of a list is not the very row that a rule is about."""
    own: Callable[[Any], Any] = sa.inspect(model).mapper.get_property_by_column
    names = (step,) if isinstance(step, str) else step
    if rows_in(names) is None or mapper is not sa.inspect(model).mapper:
        return
    yield sa.or_(
        *(
            there.c[column.key] != getattr(model, own(column).key)
            for column in mapper.local_table.primary_key
        )
    )
