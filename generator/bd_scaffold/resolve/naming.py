"""The names of one entity in every language that speaks of it."""

from __future__ import annotations

from collections.abc import Container

from .. import names
from ..language.design import Design
from ..names.project import import_name
from ..record import Record

_LONGEST_HANDLE = 40
"""So long may a name within a function's name be, for calls that stay on one line."""


class EntityNames(Record, frozen=True):
    """What an entity is called in the code, the paths and the database."""

    name: str
    class_name: str
    singular: str
    handle: str
    plural: str
    variable: str
    label: str
    label_plural: str
    area: str | None
    package: str
    directory: str
    tests: str
    path: str
    table: str


def package_of(design: Design) -> str:
    """Return the import package of the project."""
    return import_name(design.name)


def name_entities(design: Design, taken: Container[str]) -> dict[str, EntityNames]:
    """Return every entity's names, by the name that the design gives it.

    Their classes step aside for those that are taken.
    """
    return {name: _name(design, name, taken) for name in design.entities}


def usual_plural(name: str) -> str:
    """Return the plural of an entity for which the design says none."""
    singular = names.snake(name)
    is_plural = names.is_plural_acronym(name)
    return singular if is_plural else names.plural(singular)


def usual_path(plural: str) -> str:
    """Return the path of an entity for which the design says none."""
    return "/" + plural.replace("_", "-")


def _name(design: Design, name: str, taken: Container[str]) -> EntityNames:
    written = design.entities[name]
    singular = names.snake(name)
    plural = written.plural or usual_plural(name)
    area = design.area_of(name)
    folder = names.safe_module(plural)
    place = [names.safe_module(area)] if area else []
    package = package_of(design)
    return EntityNames(
        name=name,
        class_name=names.safe_class(name, taken),
        singular=singular,
        handle=names.shorten(singular, _LONGEST_HANDLE),
        plural=plural,
        variable=names.safe_module(singular),
        label=singular.replace("_", " "),
        label_plural=plural.replace("_", " "),
        area=area,
        package=".".join([package, *place, folder]),
        directory="/".join(["src", package, *place, folder]),
        tests="/".join(["tests", *place, folder]),
        path=f"/{written.path}" if written.path else usual_path(plural),
        table=written.table or names.shorten(plural),
    )
