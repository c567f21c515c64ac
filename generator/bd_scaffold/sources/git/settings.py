"""What of people's git takes files or lines from a tool that asks git for differences."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ...record import Record
from . import process

_EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The tree without files."""


class Hazard(Record, frozen=True):
    """A setting, or a kind of files, and where it meets something of a repository's."""

    kind: str  # "whitespace", "ignored", "undiffed", "binary" or "sparse"
    setting: str
    places: tuple[str, ...]


def hazards(folder: Path) -> Iterator[Hazard]:
    """Yield what would take something of what is committed below a folder."""
    names = r"^(apply\.whitespace|core\.(excludesfile|attributesfile|sparsecheckout))$"
    said = process.answer(folder, "config", "--type=path", "--get-regexp", names) or ""
    values = dict(line.partition(" ")[::2] for line in said.splitlines())
    whitespace = values.get("apply.whitespace", "")
    if whitespace in ("error", "error-all"):
        setting = f"apply.whitespace={whitespace}"
        yield from _hazard("whitespace", setting, _blank_ends(folder))
    if (ignore := _file(values, "core.excludesfile", "ignore")) is not None:
        excluded = ("-c", "-i", f"--exclude-from={ignore}")
        yield from _hazard("ignored", str(ignore), _listed(folder, *excluded))
    if (attributes := _file(values, "core.attributesfile", "attributes")) is not None:
        yield from _hazard("undiffed", str(attributes), _undiffed(folder))
    if values.get("core.sparsecheckout") == "true":
        absent = (each[2:] for each in _listed(folder, "-v") if each.startswith("S "))
        yield from _hazard("sparse", "a sparse checkout", absent)
    yield from _hazard("binary", "no text", _binary(folder))


def _hazard(kind: str, setting: str, places: Iterator[str]) -> Iterator[Hazard]:
    found = tuple(places)
    if found:
        yield Hazard(kind, setting, found)


def _file(values: dict[str, str], name: str, default: str) -> Path | None:
    """Return a file that a person keeps for all repositories, where it is."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    path = Path(values.get(name) or Path(home, "git", default))
    return path if path.is_file() else None


def _blank_ends(folder: Path) -> Iterator[str]:
    """Yield the lines that end in blanks, and what else git calls an error of whitespace."""
    said = process.run(folder, "diff", "--check", "--relative", _EMPTY, "HEAD").stdout
    for line in said.decode(errors="replace").splitlines():
        place, _, reason = line.rpartition(": ")
        if reason and not line.startswith("+"):
            yield place


def _binary(folder: Path) -> Iterator[str]:
    """Yield the files that git takes for no text by what is in them, whatever attributes say."""
    for line in _listed(folder, "--eol"):
        kinds, _, path = line.partition("\t")
        if kinds.startswith("i/-text"):
            yield path


def _listed(folder: Path, *how: str) -> Iterator[str]:
    said = process.output(folder, "ls-files", "-z", *how)
    return (os.fsdecode(each) for each in said.split(b"\0") if each)


def _undiffed(folder: Path) -> Iterator[str]:
    """Yield the files that only a person's own attributes keep out of differences."""
    files = process.output(folder, "ls-files", "-z")
    asked = ("check-attr", "-z", "--stdin", "diff")
    nobody = ("-c", f"core.attributesFile={os.devnull}")
    with_them = process.output(folder, *asked, given=files).split(b"\0")
    without = process.output(folder, *nobody, *asked, given=files).split(b"\0")
    for at in range(0, len(with_them) - 2, 3):
        if with_them[at + 2] == b"unset" != without[at + 2]:
            yield os.fsdecode(with_them[at])
