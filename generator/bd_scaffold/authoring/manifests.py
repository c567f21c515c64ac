"""What manifests list, whatever a design says: files, parts, slots, and what fills them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import contents
from .templates import ManifestError, module


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a manifest, whatever the design says."""

    template: str  # "src/__package__/main.py"
    each: frozenset[str]  # "project", "entities", …; empty for what may be left out
    condition: str  # a path of members of the item
    line: int


@dataclass(frozen=True, slots=True)
class Fill:
    """A row of `fills`."""

    output: str
    slot: str
    place: int  # among the fills of the slot; zero where it says none
    line: int


Placed = tuple[str, int]
"""A word of a manifest, and its line."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a layer or a part adds, drops, replaces, offers and fills."""

    rows: tuple[Listed, ...] = ()
    dropped: tuple[Placed, ...] = ()
    replaces: tuple[Placed, ...] = ()
    parts: tuple[Placed, ...] = ()  # those that it names
    of_the_model: bool = False  # its parts are those that the model names
    slots: tuple[tuple[str, str, int], ...] = ()  # an output, a slot, the line
    fills: tuple[Fill, ...] = ()
    mistakes: tuple[tuple[int, str], ...] = ()  # the line, and what is wrong
    doubled: frozenset[str] = frozenset()  # templates with more than one row


Manifests = Mapping[str, Manifest]
"""The manifests of a blueprint, by the folders of their layers and parts."""


class _Whatever:
    """A value of a design that nobody knows: all there is, or nothing."""

    def __init__(self, *, true: bool) -> None:
        self._true = true

    def __getattr__(self, _: str) -> _Whatever:
        return self

    def __getitem__(self, _: object) -> _Whatever:
        return self

    def __call__(self, *_: object, **__: object) -> _Whatever:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter((self,) if self._true else ())

    def __contains__(self, _: object) -> bool:
        return self._true

    def __bool__(self) -> bool:
        return self._true


def read(folder: Path, source: str, questions: frozenset[str]) -> Manifest:
    """Return all that a layer's or a part's manifest may list, whatever a design says."""
    name = f"{source}/{contents.MANIFEST}"
    needed = ("outputs",) if "/" in source else ("outputs", "dropped")
    said: dict[str, list[Any]] = {word: [] for word in _LISTS}
    slots: dict[str, list[str]] = {}
    of_the_model = False
    try:
        for true in (True, False):  # _TIMES
            names = dict.fromkeys({"model", *questions}, _Whatever(true=true))
            module_ = module(folder, name, names)
            for word in needed:
                if not hasattr(module_, word):
                    return Manifest(mistakes=((1, f"it does not set {word}"),))
            of_the_model |= isinstance(getattr(module_, "parts", None), _Whatever)
            for word in said:
                found = getattr(module_, word, ())
                said[word] += (each for each in found if not _is_unknown(each))
            slots |= dict(getattr(module_, "slots", {}))
    except ManifestError as error:
        return Manifest(mistakes=((error.line, error.reason),))
    except (TypeError, ValueError) as error:
        return Manifest(mistakes=((1, str(error)),))
    return _manifest(_lines(folder / name), said, slots, of_the_model=of_the_model)


_LISTS = ("outputs", "dropped", "replaces", "parts", "fills")
_TIMES = 2
"""How often a manifest is read."""


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")


def _manifest(
    lines: Sequence[str],
    said: Mapping[str, list[Any]],
    slots: Mapping[str, list[str]],
    *,
    of_the_model: bool,
) -> Manifest:
    sound = [row for row in said["outputs"] if _is_row(row)]
    order = dict.fromkeys((row[0], row[2] if len(row) > 2 else "") for row in sound)
    counts = Counter(row[0] for row in sound)
    fills = dict.fromkeys(
        (row[0], row[1], row[2] if len(row) > 2 else 0)
        for row in said["fills"]
        if _is_fill(row)
    )
    return Manifest(
        rows=tuple(
            Listed(
                template,
                frozenset(row[1] for row in sound if row[0] == template),
                condition,
                _line(lines, template),
            )
            for template, condition in order
        ),
        dropped=tuple(_words(lines, said["dropped"])),
        replaces=tuple(_words(lines, said["replaces"])),
        parts=tuple(_words(lines, said["parts"])),
        of_the_model=of_the_model,
        slots=tuple(
            (output, slot, _line(lines, output, slot, within="slots"))
            for output, names in slots.items()
            for slot in names
        ),
        fills=tuple(
            Fill(output, slot, place, _line(lines, output, slot, within="fills"))
            for output, slot, place in fills
        ),
        mistakes=tuple((1, f"{each} is not a row") for each in sorted(_wrong(said))),
        doubled=frozenset(each for each, number in counts.items() if number > _TIMES),
    )


def _wrong(said: Mapping[str, list[Any]]) -> set[str]:
    """Return what is listed and can't be."""
    texts = (*said["dropped"], *said["replaces"], *said["parts"])
    return {
        *(repr(row) for row in said["outputs"] if not _is_row(row)),
        *(repr(row) for row in said["fills"] if not _is_fill(row)),
        *(repr(each) for each in texts if not isinstance(each, str)),
    }


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, (list, tuple))
        and 2 <= len(row) <= 3
        and all(isinstance(word, str) for word in row)
    )


def _is_fill(row: Any) -> bool:
    return (
        isinstance(row, (list, tuple))
        and 2 <= len(row) <= 3
        and all(isinstance(word, str) for word in row[:2])
        and all(isinstance(place, int) for place in row[2:])
    )


def _is_unknown(row: Any) -> bool:
    words = row if isinstance(row, (list, tuple)) else (row,)
    return any(isinstance(word, _Whatever) for word in words)


def _words(lines: Sequence[str], said: Sequence[Any]) -> Iterator[Placed]:
    for each in dict.fromkeys(each for each in said if isinstance(each, str)):
        yield each, _line(lines, each)


def _line(lines: Sequence[str], *words: str, within: str = "") -> int:
    """Return the line of a manifest that names some words, in what it sets or anywhere."""
    quoted = [(f'"{word}"', f"'{word}'") for word in words]
    begin = (i for i, line in enumerate(lines, 1) if within and f"set {within}" in line)
    first = next(begin, 1)
    return next(
        (
            number
            for number, line in enumerate(lines[first - 1 :], first)
            if all(any(each in line for each in forms) for forms in quoted)
        ),
        first,
    )
