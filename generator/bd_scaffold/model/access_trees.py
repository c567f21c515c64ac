"""Rows of tests of access as trees, and as rows that refer to others."""

from __future__ import annotations

from typing import Any

from .access_answers import beneath
from .access_truth import Mark, Path, Row


def referring(row: Row, field: str, there: Row) -> Row:
    """Return a row that refers to another one instead."""
    kept = {path: value for path, value in row.items() if path[0] != field}
    under = {(field, *path): value for path, value in there.items()}
    return kept | {(field,): Mark.THERE} | under


def tree_of(row: Row, prefix: Path) -> dict[str, Any]:
    """Return the same as a tree: values by attribute, rows by relation."""
    tree: dict[str, Any] = {}
    for path, value in sorted(
        beneath(row, prefix).items(), key=lambda each: len(each[0])
    ):
        *steps, last = path
        inner = tree
        for step in steps:
            inner = inner.setdefault(step, {})
        inner[last] = {} if value is Mark.THERE else value
    return tree


def as_tree(row: Row) -> dict[str, Any]:
    """Return a row as a tree: values by attribute, rows by relation."""
    return tree_of(row, ())
