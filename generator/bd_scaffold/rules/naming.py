"""Names: the shape that each kind of name has, and the words that are taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

from .. import names
from ..language.custom import CUSTOM_NAME
from ..language.design import Design, Entity
from ..language.enum_types import Value
from ..language.finding import Finding
from ..language.tree import Path
from ..record import Record
from ..resolve import Resolved
from ..resolve.root_modules import root_modules
from .finding import repeated

_AREA_MODULES = frozenset(
    "api core enums main migrations models settings src tests".split()  # noqa: SIM905
)
"""Modules of every project; the others that it has are those of what its design uses."""


class Form(Record, frozen=True):
    """What names of one kind look like, in code and in words."""

    fits: Callable[[str], bool]
    better: Callable[[str], str]  # a name that may fit, made from one that does not
    advice: str
    example: str


def _classed(name: str) -> str:
    return "".join(word.capitalize() for word in names.snake(name).split("_"))


CLASS = Form(
    names.is_class_name,
    _classed,
    "Write capitalised words together, at most 60 letters and digits: {}.",
    "OrderLine",
)
SNAKE = Form(
    names.is_snake_name,
    names.snake,
    "Write lower case words joined by underscores, at most 60 characters: {}.",
    "unit_price",
)
KEBAB = Form(
    names.is_kebab_name,
    names.kebab,
    "Write lower case words joined by hyphens, at most 40 characters: {}.",
    "web-shop",
)
SEGMENT = Form(
    names.is_segment,
    names.kebab,
    "Write letters, digits, hyphens and underscores, at most 60: {}.",
    "staff-members",
)
VALUE = Form(
    names.is_enum_value,
    names.snake,
    "Write a text of one line, at most 60 characters, none of them hidden: {}.",
    "in-progress",
)

CALLED = Form(
    lambda name: re.fullmatch(CUSTOM_NAME, name, re.ASCII) is not None,
    str,
    "Write what it belonged to and what it did: {}.",
    "Order.recount",
)

RENAMED_VALUE = Form(
    names.is_enum_value,
    names.snake,
    "A value that had another name is written `placed was(ordered)`.",
    "placed was(ordered)",
)


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Every name has its shape, and none is reserved."""
    design = resolved.design
    classes = _classes(resolved)
    modules = _AREA_MODULES.union(root_modules(resolved))
    yield from _project(design)
    for enum, written in design.enums.items():
        yield from shaped(("enums", enum), enum, CLASS)
        inner: Path = ("enums", enum, "values")
        if not written.values:
            yield Finding(inner, "BD115", "An enum has at least one value.")
        yield from _values(inner, written.values)
    for area in design.areas:
        yield from shaped(("areas", area), area, SNAKE)
        yield from _area(("areas", area), area, modules)
    for entity, body in design.entities.items():
        path: Path = ("entities", entity)
        yield from shaped(path, entity, CLASS)
        yield from _entity(path, entity, classes)
        yield from _in_paths(path, body)
        if body.area is not None and body.area not in design.areas:
            inner = (*path, "area")
            yield from shaped(inner, body.area, SNAKE)
            yield from _area(inner, body.area, modules)
        for name, field in body.fields.items():
            inner = (*path, "fields", name)
            yield from shaped(inner, name, SNAKE)
            yield from _values(inner, field.values)
        for position, check in enumerate(body.checks):
            if check.name is not None and not check.value:
                inner = (*path, "checks", position, "name")
                yield from shaped(inner, check.name, SNAKE)


def _project(design: Design) -> Iterator[Finding]:
    path: Path = ("name",)
    if design.name == "unnamed":
        return
    yield from shaped(path, design.name, KEBAB)
    if taken := names.reserved_project_name(design.name):
        message = f'"{design.name}" is {taken}.'
        yield Finding(path, "BD112", message, f'Try "{design.name}-api".')


def _entity(path: Path, name: str, classes: Container[str]) -> Iterator[Finding]:
    if names.snake(name).startswith("sqlite_"):
        yield Finding(path, "BD112", "SQLite reserves names that start like this.")
    if names.is_windows_device(names.snake(name)):
        message = f'No file on Windows can be called "{names.snake(name)}".'
        yield Finding(path, "BD112", message, f'Try "{name}Record".')
    for taken in (f"{name}Repository", f"{name}Service"):
        if taken in classes:
            message = f'Generated projects have a class "{taken}" of their own.'
            yield Finding(path, "BD112", message, f'Try "{name}Record".')


def _in_paths(path: Path, written: Entity) -> Iterator[Finding]:
    """What an entity's own plural and path cannot be."""
    if (plural := written.plural) is not None:
        inner = (*path, "plural")
        yield from shaped(inner, plural, SNAKE)
        if plural.startswith("sqlite_") and written.table is None:
            yield Finding(inner, "BD112", "SQLite reserves names that start like this.")
        if names.is_windows_device(plural):
            message = f'No folder on Windows can be called "{plural}".'
            yield Finding(inner, "BD112", message, "Choose another name.")
    if written.path is not None:
        yield from shaped((*path, "path"), written.path, SEGMENT)


def _classes(resolved: Resolved) -> frozenset[str]:
    """Return the classes that those of entities derive from, or are tried with."""
    added = [each.service for each in resolved.features]
    added += [each.repository.base for each in resolved.features]
    names_ = (use[1] for use in added if use)
    return frozenset({"FakeRepository", "SqlRepository", *names_})


def _area(path: Path, name: str, modules: Container[str]) -> Iterator[Finding]:
    if name in modules:
        message = f'"{name}" is a module of the generated project.'
        yield Finding(path, "BD112", message, "Choose another name.")
    if names.is_windows_device(name):
        message = f'No folder on Windows can be called "{name}".'
        yield Finding(path, "BD112", message, f'Try "{name}_area".')


def _values(path: Path, values: tuple[Value, ...]) -> Iterator[Finding]:
    for position, value in enumerate(values):
        form = RENAMED_VALUE if " was" in value.text else VALUE
        yield from shaped((*path, position), value.text, form)
    for position, text in repeated(each.text for each in values):
        yield Finding((*path, position), "BD116", f'"{text}" appears twice.')


def shaped(path: Path, name: str, form: Form, subject: Path = ()) -> Iterator[Finding]:
    """Yield what is wrong with a name that has not the form of its kind."""
    if not form.fits(name):
        shown = names.python_string(name[:60])
        suggestion = form.better(name)
        fit = suggestion if form.fits(suggestion) else form.example
        hint = form.advice.format(f"`{fit}`")
        yield Finding(path, "BD108", f"{shown} cannot be a name.", hint, subject)
