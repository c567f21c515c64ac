"""What a version of a blueprint asks of the projects that an earlier one made.

Each layer of a blueprint says it in its `history.yaml`, as data: folders and files that moved,
and names that are called otherwise now.

    v0.2.0:
      moves: {"src/__package__/core/": "src/__package__/platform/"}
      renames: {DATABASE_URL: POSTGRES_URL}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..record import Record
from ..sources import stack
from ..sources.blueprints import order
from ..sources.compiled import values_of
from ..sources.stack import BlueprintError

FILE = "history.yaml"


class Step(Record, frozen=True):
    """What one version changes in existing projects."""

    version: str
    moves: Mapping[str, str]  # of paths as the manifest writes them
    renames: Mapping[str, str]  # whole identifiers


def between(older: Path, before: str, newer: Path, after: str) -> tuple[Step, ...]:
    """Return the steps from one version of a blueprint to another, the lowest layer's first.

    A layer that the older version does not have asks nothing of the projects before it.
    """
    had, has = stack.read(older).versions(before), stack.read(newer).versions(after)
    return tuple(
        step
        for name in has
        if name in had
        for step in steps(newer / name, had[name], has[name])
    )


def steps(layer: Path, before: str, after: str) -> tuple[Step, ...]:
    """Return the steps of a layer from one version to another, in order."""
    path = layer / FILE
    return said(path.read_bytes(), before, after) if path.is_file() else ()


def said(text: bytes, before: str, after: str) -> tuple[Step, ...]:
    """Return the steps that a layer's history says of it, from one version to another."""
    values = values_of(text)
    if not isinstance(values, dict):
        raise BlueprintError(f"{FILE} of the blueprint is not a mapping of versions")
    found = [_step(str(version), words) for version, words in values.items()]
    wanted = [s for s in found if order(before) < order(s.version) <= order(after)]
    return tuple(sorted(wanted, key=lambda each: order(each.version)))


def moved(path: str, history: Sequence[Step]) -> str:
    """Return where a manifest's path is after some steps."""
    for step in history:
        for old, new in step.moves.items():
            if path == old or (old.endswith("/") and path.startswith(old)):
                path = new + path.removeprefix(old)
                break
    return path


def renamed(history: Sequence[Step]) -> dict[str, str]:
    """Return what identifiers are called after some steps."""
    names: dict[str, str] = {}
    for step in history:
        names = {old: step.renames.get(new, new) for old, new in names.items()}
        names = {**step.renames, **names}
    return names


def _step(version: str, words: Any) -> Step:
    unknown = set(words) - {"moves", "renames"} if isinstance(words, dict) else {"it"}
    if unknown or not order(version):
        raise BlueprintError(
            f"{FILE} of the blueprint: {version} has to be a version with `moves` and "
            "`renames`"
        )
    return Step(
        version,
        dict(_texts(version, "moves", words.get("moves"))),
        dict(_texts(version, "renames", words.get("renames"))),
    )


def _texts(version: str, word: str, values: Any) -> Iterator[tuple[str, str]]:
    if values is None:
        return
    if not isinstance(values, dict) or not all(
        isinstance(each, str) for pair in values.items() for each in pair
    ):
        raise BlueprintError(
            f"{FILE} of the blueprint: {version}.{word} has to map texts to texts"
        )
    yield from values.items()
