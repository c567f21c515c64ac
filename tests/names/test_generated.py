"""The words that names step aside for are those that generated code really uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bd_scaffold import names, pipeline
from bd_scaffold.features import FEATURES, classes_of

WIDE = (Path(__file__).parent / "wide.yaml").read_bytes()
OWN = "z"  # every name of the design starts so


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    tree = pipeline.render(WIDE, pipeline.build(pipeline.check(WIDE, "wide.yaml")))
    return {
        path: ast.parse(str(text))
        for path, text in tree.items()
        if path.endswith(".py")
    }


def bound(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (
                (each.asname or each.name).partition(".")[0] for each in node.names
            )
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def is_own(name: str) -> bool:
    return name.lower().startswith(OWN) or f"_{OWN}" in name


def uses_entities(module: ast.Module) -> bool:
    return any(name in ("Zebra", "Zoo", "Zcage") for name in bound(module))


def test_no_entity_can_take_the_name_of_a_class_beside_it(
    modules: dict[str, ast.Module],
) -> None:
    taken = {
        name
        for module in modules.values()
        if uses_entities(module)
        for name in bound(module)
        if names.is_class_name(name) and not is_own(name)
    }
    others = classes_of(FEATURES)
    assert {name for name in taken if names.safe_class(name, others) == name} == set()


def test_no_field_can_hide_what_its_class_is_made_with(
    modules: dict[str, ast.Module],
) -> None:
    taken = {
        name
        for path, module in modules.items()
        if "/models/" in path or path.endswith("schemas.py")
        if "/core/" not in path
        for name in bound(module)
        if names.is_snake_name(name) and not is_own(name)
    }
    assert {name for name in taken if names.safe_attribute(name) == name} == set()


def test_no_entity_can_take_the_place_of_a_module(
    modules: dict[str, ast.Module],
) -> None:
    taken = {
        _place(path).stem
        for path in modules
        if path.count("/") <= 3 and not path.startswith("migrations/")
        if "/core/" not in path and not is_own(_place(path).stem)
    }
    own = {name for name in taken if not name.startswith(("_", "test_"))}
    assert {name for name in own if names.safe_module(name) == name} == set()


def _place(path: str) -> Path:
    """Return the file, or the folder of tests that it is in."""
    top = Path(*Path(path).parts[:2])
    return top if path.startswith("tests/") else Path(path)
