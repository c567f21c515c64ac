"""Blueprints that come with installed Python packages, as git bundles.

A package says so with an entry point, and is never imported:

    [project.entry-points."bd_scaffold.blueprints"]
    acme = "acme_blueprint:acme.bundle"
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..record import Record
from .stack import BlueprintError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "bd_scaffold.blueprints"


class Bundle(Record, frozen=True):
    """A blueprint's bundle in an installed package."""

    package: str  # with its version: "acme-blueprint 1.2.0"
    path: Path


def names() -> list[str]:
    """Return the names of the blueprints that installed packages bring, sorted."""
    return sorted({each.name for each in _points()})


def find(name: str) -> Bundle | None:
    """Return the bundle of the blueprint of that name, or None where no package has it."""
    found = {_said(each): each for each in _points() if each.name == name}
    if len(found) > 1:
        raise BlueprintError(
            f"these packages all bring a blueprint {name}: {', '.join(sorted(found))}; "
            "uninstall the wrong ones"
        )
    return next((_bundle(each) for each in found.values()), None)


def _points() -> list[EntryPoint]:
    from importlib.metadata import entry_points

    return list(entry_points(group=GROUP))


def _bundle(point: EntryPoint) -> Bundle:
    """Return the file that an entry point names, if its package lists it among its own."""
    module, _, file = point.value.partition(":")
    wanted = f"{module.strip().replace('.', '/')}/{file.strip()}"
    listed = (point.dist.files or []) if point.dist else []
    for each in listed:
        if each.as_posix() == wanted and ".." not in each.parts:
            return Bundle(_said(point), Path(str(each.locate())))
    raise BlueprintError(
        f"{_said(point)} names {point.value} as the blueprint {point.name}, "
        f"but has no file {wanted}"
    )


def _said(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value
