"""Names: the shape that each kind of name has, and the words that are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import names
from ..spec.design import Design
from ..spec.tree import Path
from .finding import Finding, repeated

_AREA_MODULES = frozenset(
    "api core enums main migrations models settings src tests".split()  # noqa: SIM905
)

Shape = Callable[[str], bool]

_CLASS = "Write capitalised words together, at most 60 letters and digits: {}."
_SNAKE = "Write lower case words joined by underscores, at most 60 characters: {}."
_KEBAB = "Write lower case words joined by hyphens, at most 40 characters: {}."
_VALUE = "Write letters, digits, hyphens and underscores, at most 60: {}."


def rule(design: Design) -> Iterator[Finding]:
    """Every name has its shape, and none is reserved."""
    yield from _project(design)
    for enum, written in design.enums.items():
        yield from _shaped(("enums", enum), enum, names.is_class_name, _CLASS, _classed)
        inner: Path = ("enums", enum, "values")
        if not written.values:
            yield Finding(inner, "BD115", "An enum has at least one value.")
        yield from _values(inner, written.values)
    for area in design.areas:
        yield from _shaped(
            ("areas", area), area, names.is_snake_name, _SNAKE, names.snake
        )
        yield from _area(("areas", area), area)
    for entity, body in design.entities.items():
        path: Path = ("entities", entity)
        yield from _shaped(path, entity, names.is_class_name, _CLASS, _classed)
        yield from _entity(path, entity)
        if body.area is not None and body.area not in design.areas:
            inner = (*path, "area")
            yield from _shaped(
                inner, body.area, names.is_snake_name, _SNAKE, names.snake
            )
            yield from _area(inner, body.area)
        for name, field in body.fields.items():
            inner = (*path, "fields", name)
            yield from _shaped(inner, name, names.is_snake_name, _SNAKE, names.snake)
            if field.type == "enum":
                yield from _values(inner, field.arguments)
        for position, check in enumerate(body.checks):
            if check.name is not None:
                inner = (*path, "checks", position, "name")
                yield from _shaped(
                    inner, check.name, names.is_snake_name, _SNAKE, names.snake
                )


def _project(design: Design) -> Iterator[Finding]:
    path: Path = ("name",)
    if design.name == "unnamed":
        return
    yield from _shaped(path, design.name, names.is_kebab_name, _KEBAB, names.kebab)
    if taken := names.reserved_project_name(design.name):
        message = f'"{design.name}" is {taken}.'
        yield Finding(path, "BD112", message, f'Try "{design.name}-api".')


def _entity(path: Path, name: str) -> Iterator[Finding]:
    if names.snake(name).startswith("sqlite_"):
        yield Finding(path, "BD112", "SQLite keeps names that start so for itself.")


def _area(path: Path, name: str) -> Iterator[Finding]:
    if name in _AREA_MODULES:
        message = f'"{name}" is a module of the generated project.'
        yield Finding(path, "BD112", message, "Choose another name.")


def _values(path: Path, values: tuple[str, ...]) -> Iterator[Finding]:
    for position, value in enumerate(values):
        place = (*path, position)
        yield from _shaped(place, value, names.is_enum_value, _VALUE, _valued)
    for position, value in repeated(values):
        yield Finding((*path, position), "BD116", f'"{value}" stands here again.')


def _shaped(
    path: Path, name: str, shape: Shape, advice: str, better: Callable[[str], str]
) -> Iterator[Finding]:
    if not shape(name):
        shown = names.python_string(name[:60])
        suggestion = better(name)
        fits = f"`{suggestion}`" if shape(suggestion) else "`" + _EXAMPLES[advice] + "`"
        yield Finding(path, "BD108", f"{shown} cannot be a name.", advice.format(fits))


_EXAMPLES = {
    _CLASS: "OrderLine",
    _SNAKE: "unit_price",
    _KEBAB: "web-shop",
    _VALUE: "in-progress",
}


def _classed(name: str) -> str:
    return "".join(word.capitalize() for word in names.snake(name).split("_"))


def _valued(value: str) -> str:
    return names.snake(value)
