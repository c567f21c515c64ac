"""Which file of the newer render is which file of the older one, under whatever path.

A file is known by its template and by the thing that it is for. So a declared rename, an
area's new name or a folder that the blueprint moved takes a file along, and never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from ..model import matching
from ..model.types import Model
from ..record import Record
from ..render.render import Rendering, Row
from .history import Step, moved

Key = tuple[str, str, str]
"""A template, what it is for each of, and the name of the thing that a file is for."""


class Pair(Record, frozen=True):
    """One generated file in two renders; None where a render has no such file."""

    old: Row | None
    new: Row | None

    @property
    def path(self) -> str:
        """Its path in the newer render, or in the older where it is gone."""
        row = self.new or self.old
        return row["path"] if row else ""


class Folders(Record, frozen=True):
    """Folders that moved as a whole: what else lies in them moves along."""

    moved: Mapping[str, str]

    def newer(self, path: str) -> str:
        """Return where a file that nobody generated belongs now."""
        for parent in PurePosixPath(path).parents:
            if (folder := str(parent)) in self.moved:
                return self.moved[folder] + path.removeprefix(folder)
        return path


def pair(
    old: Rendering,
    new: Rendering,
    models: tuple[Model, Model],
    history: Sequence[Step],
) -> list[Pair]:
    """Return every file of two renders, matched by what they are.

    A retired file is what had its path; `history` says which templates were moved. Files
    of one path that nothing else matches are the same one, as plain Copier has it.
    """
    names = _names(*models)
    left = {_key(old, row, names, history): row for row in old.rows}
    by_path = {row["path"]: key for key, row in left.items()}
    pairs_ = []
    for row in new.rows:
        key = _key(new, row, {}, ())
        if row["each"] == "retired":
            key = by_path.get(row["path"], key)
        pairs_.append(Pair(left.pop(key, None), row))
    return list(_by_path(pairs_, left.values()))


def _by_path(pairs_: Sequence[Pair], left: Iterable[Row]) -> Iterator[Pair]:
    """Yield the pairs, with new files and files that are gone matched by their path."""
    gone = {row["path"]: row for row in left}
    for each in pairs_:
        there = gone.pop(each.path, None) if each.old is None else None
        yield Pair(there, each.new) if there else each
    yield from (Pair(row, None) for row in gone.values())


def folders(
    old: Model,
    new: Model,
    matched: Sequence[Pair] = (),
    history: Sequence[Step] = (),
) -> Folders:
    """Return the folders of areas, entities and the package that are elsewhere now.

    `history` is what moved folders of the blueprint, `matched` are the files in them.
    """
    found = dict(_of_history(matched, history))
    found |= {
        f"src/{old.project.package}": f"src/{new.project.package}",
    }
    for area, now in matching.areas(old, new).kept:
        found |= {area.directory: now.directory, area.tests: now.tests}
    for entity, today in matching.entities(old, new).kept:
        found |= {entity.directory: today.directory, entity.tests: today.tests}
    for called, calls in matching.dependencies(old, new).kept:
        found[called.directory] = calls.directory
    return Folders({old: new for old, new in found.items() if old != new})


def _of_history(
    matched: Sequence[Pair], history: Sequence[Step]
) -> Iterator[tuple[str, str]]:
    """Yield the folders that the blueprint moved, as the moved files show them."""
    prefixes = [old for step in history for old in step.moves if old.endswith("/")]
    for each in matched:
        if each.old is None or each.new is None:
            continue
        template = each.old["template"]
        below = next((p for p in prefixes if template.startswith(p)), None)
        if below is None:
            continue
        depth = template.removeprefix(below).count("/") + 1
        parents = [PurePosixPath(row["path"]).parents for row in (each.old, each.new)]
        was, now = (str(each_[depth - 1]) for each_ in parents)
        if was != now and _below(each.old, was) == _below(each.new, now):
            yield was, now


def _below(row: Row, folder: str) -> str:
    return row["path"].removeprefix(folder)


def _names(old: Model, new: Model) -> dict[tuple[str, str], str]:
    """Return what things are called now, by what they are and were called."""
    kept = [
        *(("areas", a.name, b.name) for a, b in matching.areas(old, new).kept),
        *(("entities", a.name, b.name) for a, b in matching.entities(old, new).kept),
        *(("custom", a, b) for a, b in matching.owners(old, new).items()),
        *(
            ("dependencies", a.name, b.name)
            for a, b in matching.dependencies(old, new).kept
        ),
    ]
    gone = [
        *(("areas", each.name) for each in matching.areas(old, new).removed),
        *(("entities", each.name) for each in matching.entities(old, new).removed),
        *(
            ("dependencies", each.name)
            for each in matching.dependencies(old, new).removed
        ),
        *(
            ("custom", each.name)
            for each in old.custom
            if each.name not in matching.owners(old, new)
        ),
    ]
    return {(kind, was): name for kind, was, name in kept} | dict.fromkeys(gone, "")


def _key(
    rendering: Rendering,
    row: Row,
    names: Mapping[tuple[str, str], str],
    history: Sequence[Step],
) -> Key:
    name = _name_of(rendering.item(row))
    now = names.get((row["each"], name), name)
    return moved(row["template"], history), row["each"], now or f"{name}, gone"


def _name_of(item: Any) -> str:
    if item is None:
        return ""
    return str(next(item[key] for key in ("name", "number", "path") if key in item))
