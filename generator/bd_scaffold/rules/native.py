"""Checks in an engine's own SQL: one expression, about columns that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.finding import Finding
from ..language.row_rules import Check
from ..language.tree import Path
from ..names import quote_sql, why_no_expression
from ..resolve.native import columns_in
from ..resolve.resolved import ResolvedEntity


def native_rule(entity: ResolvedEntity, path: Path, check: Check) -> Iterator[Finding]:
    """Yield why a check is not a rule of the language or SQL of an engine."""
    sql = {"postgresql": check.postgresql, "sqlite": check.sqlite}
    said = {engine: each for engine, each in sql.items() if each is not None}
    if check.rule is None and not said:
        message = "A check has a rule, or SQL for postgresql or sqlite."
        yield Finding(path, "BD115", message)
    for engine, each in said.items():
        place = (*path, engine)
        if check.rule is not None:
            message = f"A rule holds on both engines, and {engine} says another one."
            yield Finding(place, "BD207", message, "Keep one of them.")
        elif problem := why_no_expression(each):
            hint = "Write what would stand behind CHECK."
            yield Finding(place, "BD701", problem, hint)
        elif not columns_in(each, entity.slots):
            message = "It names no column, so it is the same for every row."
            yield Finding(place, "BD703", message, _columns(entity, each))


def _columns(entity: ResolvedEntity, sql: str) -> str:
    """Return the hint that says what the columns are called whose fields SQL names."""
    columns = {slot.field_name: slot.column for slot in entity.slots}
    found = {
        each.said: columns[name]
        for name, each in entity.fields.items()
        if name in columns
        and re.search(rf"(?<![\w.]){re.escape(each.said)}(?!\w)", sql)
    }
    if not found:
        return ""
    said = " and ".join(
        f"{quote_sql(column)} for {name}" for name, column in found.items()
    )
    return f"SQL has its columns: write {said}."
