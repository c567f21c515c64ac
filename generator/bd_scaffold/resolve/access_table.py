"""The matrix of an entity as a table that a person reads: a line for what one rule decides."""

from __future__ import annotations

from collections.abc import Iterator

from ..record import Record
from .access_folding import Verdict, parted, shown, text_of
from .access_matrix import Cell, Matrix, Row, matrices
from .resolved import Resolved

NOBODY = "nobody"


class AccessLine(Record, frozen=True):
    """Who may do something with the rows of an entity."""

    operations: tuple[str, ...]  # of the API, that one rule decides: "list", "get"
    rule: str  # as the design says it: "owner or order:read"; "nobody" without one
    by_default: bool  # the entity says nothing, so that `defaults` of security hold
    cells: tuple[
        str, ...
    ]  # for each of the callers: "yes", "no", "own rows", "rows (1)"


class AccessTable(Record, frozen=True):
    """Who may do what with the rows of an entity."""

    entity: str  # "Order"
    owner: str  # the path to the account that a row belongs to; empty without one
    callers: tuple[
        str, ...
    ]  # from the least to the most: "anonymous", "clerk", "owner"
    lines: tuple[AccessLine, ...]  # in the order of operations
    conditions: tuple[str, ...]  # what "rows (1)" have to be, in order: "active"


def tables(resolved: Resolved) -> Iterator[AccessTable]:
    """Yield the table of each entity that clients do something with."""
    return map(table_of, matrices(resolved))


def table_of(matrix: Matrix) -> AccessTable:
    """Return a matrix with one line for neighbours that one rule decides in the same way."""
    conditions: list[str] = []
    lines: list[AccessLine] = []
    for row in matrix.rows:
        line = _line(row, conditions)
        if lines and _decide(lines[-1]) == _decide(line):
            both = (*lines[-1].operations, *line.operations)
            line = AccessLine(both, line.rule, line.by_default, line.cells)
            lines.pop()
        lines.append(line)
    access = matrix.entity.access
    owner = access.owner.text if access is not None and access.owner else ""
    asking = tuple(each.name for each in matrix.callers)
    return AccessTable(
        matrix.entity.name, owner, asking, tuple(lines), tuple(conditions)
    )


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
    return joined, text_of(rest) if rest is not None else ""
