"""The smallest project holds what its design needs, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_SOURCE = Path(__file__).parents[1] / "examples" / "notes" / "src" / "notes"
_MOST_LINES = 2535

_FOR_PEOPLE = {
    "before_commit": "a service of the project's own has something to do with the rest",
    "after_commit": "a service of the project's own has something to do afterwards",
}
"""What only a project's own code calls, and when it does."""
_BY_NAME = {
    "process_bind_param": "SQLAlchemy calls it for each value that is written",
    "url_path_for": "Starlette asks each route for the path of a name",
    "process_result_value": "SQLAlchemy calls it for each value that is read",
}


def _sources() -> dict[str, str]:
    return {
        path.relative_to(_SOURCE).as_posix(): path.read_text()
        for path in sorted(_SOURCE.rglob("*.py"))
    }


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    """Yield the names that a module or a class defines; frameworks call what is decorated."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield node.name
            yield from _defined(
                [
                    each
                    for each in node.body
                    if not isinstance(each, ast.AnnAssign | ast.Assign)
                ]
            )
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.decorator_list and not node.name.startswith("__"):
                yield node.name
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _mentioned(source: str) -> Iterator[str]:
    """Yield the names that code refers to; an import alone uses nothing."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _unused(sources: dict[str, str]) -> list[str]:
    """Return what the core defines and no code refers to."""
    mentioned = {name for source in sources.values() for name in _mentioned(source)}
    told = mentioned | _FOR_PEOPLE.keys() | _BY_NAME.keys()
    return [
        f"{path}: {name}"
        for path, source in sources.items()
        if path.startswith("core/")
        for name in _defined(ast.parse(source).body)
        if name not in told
    ]


def test_it_stays_small() -> None:
    lines = sum(source.count("\n") for source in _sources().values())
    assert lines <= _MOST_LINES


def test_nothing_in_its_core_is_unused() -> None:
    assert _unused(_sources()) == []


@pytest.mark.parametrize(
    "more",
    [
        "class Amount:\n    pass\n",
        "def base64_form(length):\n    return length\n",
        "Url = str\n",
    ],
)
def test_what_nothing_refers_to_is_found(more: str) -> None:
    sources = _sources()
    sources["core/http/schemas.py"] += more
    assert len(_unused(sources)) == 1
