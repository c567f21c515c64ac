"""What modules of a generated project import of each other, looked for without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath


def missing(project: Mapping[str, str]) -> list[str]:
    """Return each import of a name that the module doesn't have which it is imported from."""
    modules = {
        _module(path): (path, content)
        for path, content in project.items()
        if path.endswith(".py")
    }
    return [
        f"{path}: {source} has no {name}"
        for module, (path, content) in modules.items()
        for source, name in _imported(module, path, content)
        if source in modules
        and name not in _names(modules[source][1])
        and f"{source}.{name}" not in modules
    ]


def _module(path: str) -> str:
    parts = PurePosixPath(path.removeprefix("src/")).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _parsed(content: str) -> ast.Module:
    return ast.parse(content)


def _imported(module: str, path: str, content: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a module imports, each with where from."""
    package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
    for node in ast.walk(_parsed(content)):
        if isinstance(node, ast.ImportFrom):
            source = node.module or ""
            if node.level:
                parts = package.split(".")
                above = parts[: len(parts) - node.level + 1]
                source = ".".join([*above, *([source] if source else [])])
            for each in node.names:
                yield source, each.name


@cache
def _names(content: str) -> frozenset[str]:
    """Return all that a module defines, be it under a condition."""
    return frozenset(_defined(_parsed(content).body))


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Import() | ast.ImportFrom():
                for each in node.names:
                    yield each.asname or each.name.partition(".")[0]
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                yield from (e.id for e in ast.walk(node) if isinstance(e, ast.Name))
            case _:
                for inner in ("body", "orelse", "finalbody"):
                    yield from _defined(getattr(node, inner, []))
