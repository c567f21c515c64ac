"""What a blueprint's changelog tells the projects that it made, between two of its versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_VERSION = re.compile(r"\[?v?(\d+)\.(\d+)\.(\d+)")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_TITLE = "what changes in your project"


@dataclass(frozen=True, slots=True)
class Note:
    """What one version of a blueprint changes in a project, as Markdown."""

    version: str  # "0.2.0"
    text: str


def notes(changelog: str, older: str, newer: str) -> tuple[Note, ...]:
    """Return what changes after one version up to another one, in the order of the versions.

    They are versions or tags; after an `older` that is neither, everything counts as new.
    """
    first, last = _version(older), _version(newer)
    found = [
        (version, text)
        for version, text in _sections(changelog)
        if version > first and version <= last and text
    ]
    return tuple(Note(".".join(map(str, each)), text) for each, text in sorted(found))


def _sections(changelog: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield each version with what stands under the title that projects look for."""
    version: tuple[int, ...] = ()
    lines: list[str] | None = None
    for heading, line in _lines(changelog):
        if heading and heading[0] <= 3:
            if lines is not None:
                yield version, "\n".join(lines).strip()
            lines = None
            if heading[0] < 3:
                version = _version(heading[1])
            elif version and heading[1].casefold() == _TITLE:
                lines = []
        elif lines is not None:
            lines.append(line)
    if lines is not None:
        yield version, "\n".join(lines).strip()


def _lines(changelog: str) -> Iterator[tuple[tuple[int, str] | None, str]]:
    """Yield each line, with the level and the words of the heading that it may be."""
    fence = ""
    for line in changelog.splitlines():
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        found = None if fence else _HEADING.fullmatch(line)
        yield (len(found[1]), found[2]) if found else None, line


def _version(text: str) -> tuple[int, ...]:
    found = _VERSION.match(text)
    return tuple(map(int, found.groups())) if found else ()
