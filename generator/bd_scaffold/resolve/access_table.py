"""The matrix of an entity as a table that a person reads: a line for what one rule decides."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.access_expression import to_text
from ..language.access_folding import Verdict, parted, shown
from .access_matrix import (
    Cell,
    CustomMatrix,
    Matrix,
    Row,
    custom_matrices,
    matrices,
    rules_of_fields,
)
from .access_rules import EntityAccess, Rule
from .access_types import AccessLine, AccessTable
from .resolved import Resolved

NOBODY = "nobody"


def tables(resolved: Resolved) -> Iterator[AccessTable]:
    """Yield the table of each entity, then those of operations that are no entity's."""
    yield from map(table_of, matrices(resolved))
    yield from map(custom_table, custom_matrices(resolved))


def custom_table(matrix: CustomMatrix) -> AccessTable:
    """Return the table of operations that are no entity's."""
    rules = {e.operation: to_text(e.rule.meant) for e in matrix.rows if e.rule}
    return AccessTable(
        entity=matrix.name,
        owner="",
        rules=rules,
        callers=tuple(each.name for each in matrix.callers),
        said="There are no rows.",
        lines=tuple(_lines(matrix.rows, [])),
        conditions=(),
    )


def table_of(matrix: Matrix) -> AccessTable:
    """Return a matrix with one line for neighbours that one rule decides in the same way."""
    conditions: list[str] = []
    lines = _lines(matrix.rows, conditions)
    access = matrix.entity.access
    owner = access.owner.text if access is not None and access.owner else ""
    asking = tuple(each.name for each in matrix.callers)
    return AccessTable(
        entity=matrix.entity.name,
        owner=owner,
        rules=_rules(access),
        callers=asking,
        said=" ".join(_sentences(owner, conditions)),
        lines=tuple(lines),
        conditions=tuple(conditions),
    )


def _lines(rows: tuple[Row, ...], conditions: list[str]) -> list[AccessLine]:
    lines: list[AccessLine] = []
    for row in rows:
        line = _line(row, conditions)
        if lines and _decide(lines[-1]) == _decide(line):
            both = (*lines[-1].operations, *line.operations)
            line = AccessLine(both, line.rule, line.by_default, line.cells)
            lines.pop()
        lines.append(line)
    return lines


def _rules(access: EntityAccess | None) -> dict[str, str]:
    """Return the text of each rule; none of what nobody may."""
    if access is None:
        return {}
    rules: dict[str, Rule | None] = dict(access.rules.items())
    rules |= access.beside
    rules |= {f"{deed} {name}": each for name, deed, each in rules_of_fields(access)}
    return {name: to_text(each.meant) for name, each in rules.items() if each}


def _sentences(owner: str, conditions: list[str]) -> Iterator[str]:
    yield f"A row belongs to {owner}." if owner else "A row has no owner."
    for number, condition in enumerate(conditions, start=1):
        yield f"({number}) stands for: {condition}."


def _line(row: Row, conditions: list[str]) -> AccessLine:
    rule = row.rule
    return AccessLine(
        operations=row.operations,
        rule=NOBODY if rule is None else rule.text,
        by_default=rule is not None and rule.is_default,
        cells=tuple(_cell(each, conditions) for each in row.cells),
    )


def _decide(line: AccessLine) -> tuple[str, bool, tuple[str, ...]]:
    return line.rule, line.by_default, line.cells


def _cell(cell: Cell, conditions: list[str]) -> str:
    """Return a cell; a condition on rows by its number, since it may be long."""
    own, condition = _parted(cell.verdict)
    if not condition:
        return shown(cell.verdict)
    if condition not in conditions:
        conditions.append(condition)
    return f"{own}rows ({conditions.index(condition) + 1})"


def _parted(found: Verdict) -> tuple[str, str]:
    if isinstance(found, bool):
        return "", ""
    joined, rest = parted(found)
    return joined, to_text(rest) if rest is not None else ""
