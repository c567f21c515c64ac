"""Who may do what with a design's data, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .resolve import Resolved
from .resolve.access_matrix import Matrix, Row, custom_matrices, matrices
from .resolve.access_table import tables
from .resolve.access_types import AccessLine

NO_SECURITY = "The design has no `security`: everybody may do everything."


def access_lines(resolved: Resolved) -> Iterator[str]:
    """Yield the tables of all entities, as a terminal or a file shows them."""
    if resolved.design.security is None:
        yield NO_SECURITY
        return
    for number, table in enumerate(tables(resolved)):
        if number:
            yield ""
        yield f"{table.entity}{table.owner and f' (owner: {table.owner})'}"
        yield from _columns([("", "rule", *table.callers), *map(_row, table.lines)])
        for position, condition in enumerate(table.conditions, start=1):
            yield f"  ({position}) {condition}"


def _row(line: AccessLine) -> tuple[str, ...]:
    said = f"{line.rule} (default)" if line.by_default else line.rule
    return (", ".join(line.operations), said, *line.cells)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(padded)}".rstrip()


def access_json(resolved: Resolved) -> dict[str, Any]:
    """Return the same for programs: every operation alone, and each condition in full."""
    security = resolved.design.security
    others = [
        {"name": each.name, "operations": [*_operations(each.rows)]}
        for each in custom_matrices(resolved)
    ]
    return {
        "security": security is not None,
        "entities": [_entity(each) for each in matrices(resolved)],
        **({"others": others} if others else {}),
    }


def _entity(matrix: Matrix) -> dict[str, Any]:
    access = matrix.entity.access
    return {
        "entity": matrix.entity.name,
        "owner": access.owner.text if access is not None and access.owner else None,
        "operations": [*_operations(matrix.rows)],
    }


def _operations(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for operation in row.operations:
            yield {
                "operation": operation,
                "rule": row.rule.text if row.rule is not None else None,
                "by_default": row.rule is not None and row.rule.is_default,
                "callers": {cell.caller.name: cell.text for cell in row.cells},
            }
