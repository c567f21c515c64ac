"""Lists of an enum's values, in which a value is called otherwise or is one no longer."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..model.types import PerEngine
from ..names import quote_sql, sql_literal
from .findings import DestructiveChange, Finding, count
from .given import filled_rows
from .kept import Kept, columns_of
from .operations import ListedValues
from .start import Start
from .text import cases


def listed_values(kept: Kept) -> Iterator[ListedValues]:
    """Yield what changes of the values that a table's lists hold."""
    for old, new in columns_of(kept).kept:
        if old.listed and new.listed:
            renamed = kept.values.get(new.enum, ())
            if renamed or {*old.listed} != {*new.listed}:
                yield ListedValues(kept.name, old, new, renamed)


def _ended(operation: ListedValues) -> Iterator[str]:
    """Yield the values that lists held and hold no longer, by their older names."""
    today = dict(operation.renamed)
    for value in operation.old.listed:
        if today.get(value, value) not in operation.new.listed:
            yield value


def _holds(column: str, value: str) -> str:
    """Return what is true of a list with a value, as both engines read it.

    A list is a text there, in which letters beyond ASCII may be written as escapes.
    """
    text = f"CAST({column} AS TEXT)"
    forms = (json.dumps(value), json.dumps(value, ensure_ascii=False))
    found = (
        f"replace({text}, {sql_literal(form)}, '') <> {text}"
        for form in dict.fromkeys(forms)
    )
    return " OR ".join(found)


def renamed_in_lists(operation: ListedValues) -> Iterator[str]:
    """Yield the lines that write the newer names into the lists that have the older ones."""
    if not operation.renamed:
        return
    table, column = operation.table, operation.new.name
    name = quote_sql(column)
    whole = f"{quote_sql(table)}.{name}"
    made = PerEngine(
        f"({_postgresql(operation, whole)})", f"({_sqlite(operation, whole)})"
    )
    had = " OR ".join(_holds(name, old) for old, _ in operation.renamed)
    yield from filled_rows(table, column, made, had, ())


def _postgresql(operation: ListedValues, column: str) -> str:
    branches = " ".join(
        f"WHEN {sql_literal(old)} THEN to_jsonb(CAST({sql_literal(new)} AS TEXT))"
        for old, new in operation.renamed
    )
    item = f"CASE listed.item #>> '{{}}' {branches} ELSE listed.item END"
    items = f"jsonb_array_elements({column}) WITH ORDINALITY AS listed (item, place)"
    return f"SELECT jsonb_agg({item} ORDER BY listed.place) FROM {items}"


def _sqlite(operation: ListedValues, column: str) -> str:
    item = f"CASE listed.value {cases(operation.renamed)} ELSE listed.value END"
    return f"SELECT json_group_array({item}) FROM json_each({column}) AS listed"


def ended_values(start: Start, operation: ListedValues) -> Iterator[Finding]:
    """Yield a finding for each value that lists of an enum no longer have."""
    table, column = operation.table, operation.new.name
    for value in _ended(operation):
        text = f"Rows with {value} would be invalid."
        rows = f"rows of {table} have the {column} {value}"
        where = _holds(start.column(table, column), value)
        yield Finding(
            DestructiveChange(f"remove:{operation.new.enum}.{value}", text),
            count(rows, start.table(table), where),
        )
