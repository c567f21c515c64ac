"""Which layer, which template and which of its lines made a line of a project."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ..model import store
from ..render.recipe import Recipe, recipe
from ..render.source_map import Origin, Place, Tracer
from ..resync.project import ProjectError, remembered
from ..sources import blueprints, stack
from ..sources.compiled import ANSWERS

_TARGET = re.compile(r"(?P<file>.+?)(?::(?P<line>\d+))?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a project's file."""

    number: int
    text: str
    own: bool  # the team wrote or changed it
    origin: Origin | None  # where it is known


@dataclass(frozen=True, slots=True)
class Written:
    """A project's file, and what wrote it."""

    path: str
    template: str  # none for a file that no template makes
    layers: tuple[str, ...]  # those that have such a template, the highest first
    version: str  # of the blueprint
    traced: bool  # otherwise only the template is known, not its lines
    lines: tuple[Line, ...]
    texts: Mapping[Place, str]  # the templates' own lines


def target(text: str) -> tuple[Path, int | None]:
    """Return the file and the line that `FILE[:LINE]` means."""
    match = _TARGET.fullmatch(text)
    if match is None:
        raise ProjectError("name a file of a project: src/shop/main.py:12")
    return Path(match["file"]), int(match["line"]) if match["line"] else None


def find(file: Path, project: Path | None = None) -> Written:
    """Return what wrote each line of a file, in the project given or around it."""
    folder = (project or _around(file)).resolve()
    path = _inside(file, folder)
    lines = _lines(folder / path)
    answers = _answers(folder)
    source, version = str(answers["_src_path"]), str(answers["_commit"])
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        made_with = recipe(
            blueprints.opened(source, version, Path(scratch)),
            lambda: str(answers["bd_model"]),
            answers,
            running=False,
        )
        blueprint = made_with.blueprint.folder
        versions = stack.read(blueprint).versions(version)
        found = _found(path, made_with, str(answers["bd_model"]))
        if found is None:
            return _of_the_team(path, version, lines)
        template, layers, plain, origins = found
        told = tuple(_told(lines, plain, origins))
        return Written(
            path=path,
            template=template,
            layers=tuple(f"{each} {versions[each.split('/')[0]]}" for each in layers),
            version=version,
            traced=origins is not None,
            lines=told,
            texts=dict(_texts(told, blueprint)),
        )


def _of_the_team(path: str, version: str, lines: list[str]) -> Written:
    """Return a file that no template makes."""
    own = (Line(i, text, own=True, origin=None) for i, text in enumerate(lines, 1))
    return Written(path, "", (), version, traced=True, lines=tuple(own), texts={})


Found = tuple[str, list[str], str, tuple[Origin, ...] | None]


def _found(path: str, made_with: Recipe, stored: str) -> Found | None:
    """Return a file's template, the layers that have it, its text and its lines' origins."""
    model, blueprint = store.read(stored), made_with.blueprint.folder
    plain, tracer = made_with.rendering(stored, model), Tracer(blueprint)
    row = next((row for row in plain.rows if row["path"] == path), None)
    if row is None:
        return None
    there = [each for each in row["templates"] if (blueprint / each).is_file()]
    text = plain.text(row)
    answers = {**made_with.answers, "bd_model": stored}
    marked = tracer.rendering(model, answers, made_with.seen).text(row)
    layers = [each.partition("/outputs/")[0] for each in there]
    return there[0], layers, text, tracer.lines(marked, text)


def _told(
    mine: list[str], plain: str, origins: tuple[Origin, ...] | None
) -> Iterator[Line]:
    """Yield a file's lines: those that are as they were generated, with their origin."""
    generated = _split(plain)
    matcher = SequenceMatcher(None, generated, mine, autojunk=False)
    known: dict[int, int] = {}
    for old, new, size in matcher.get_matching_blocks():
        known |= {new + i: old + i for i in range(size)}
    for i, text in enumerate(mine):
        origin = origins[known[i]] if origins is not None and i in known else None
        yield Line(i + 1, text, own=i not in known, origin=origin)


def _texts(lines: Iterable[Line], blueprint: Path) -> Iterator[tuple[Place, str]]:
    templates: dict[str, list[str]] = {}
    for place in {each for line in lines for each in _places(line.origin)}:
        if place.template not in templates:
            text = (blueprint / place.template).read_text("utf-8")
            templates[place.template] = _split(text)
        yield place, templates[place.template][place.line - 1].strip()


def _places(origin: Origin | None) -> tuple[Place, ...]:
    if origin is None:
        return ()
    return (*origin.included, origin.place, *origin.through)


def _split(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _lines(file: Path) -> list[str]:
    try:
        return _split(file.read_bytes().decode().replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise ProjectError(f"{file} is not text") from error
    except OSError as error:
        raise ProjectError(f"{file} can't be read: {error.strerror}") from error


def _around(file: Path) -> Path:
    for folder in file.resolve().parents:
        if (folder / ANSWERS).is_file():
            return folder
    raise ProjectError(
        f"{file} is in no project: no folder above it has a {ANSWERS}; "
        "name the project's folder after the file"
    )


def _inside(file: Path, folder: Path) -> str:
    """Return a file's path in a project; it may be given from there, too."""
    here = file.resolve()
    if not here.is_relative_to(folder) or not here.exists():
        here = (folder / file).resolve()
    if not here.is_relative_to(folder):
        raise ProjectError(f"{file} is not in the project {folder}")
    return here.relative_to(folder).as_posix()


def _answers(folder: Path) -> Mapping[str, Any]:
    try:
        return remembered((folder / ANSWERS).read_bytes())
    except OSError as error:
        raise ProjectError(
            f"{folder} is not a project: it has no {ANSWERS}; "
            "`bd-scaffold create` makes one"
        ) from error


# In words


def lines_of(found: Written, line: int | None, *, every: bool) -> Iterator[str]:
    """Yield what there is to say of a file, of one of its lines, or of each."""
    if line is not None:
        yield from _of_line(found, line)
        return
    if not found.template:
        yield f"{found.path}: the team's own file; the blueprint does not make it"
        return
    own = sum(each.own for each in found.lines)
    yield f"{found.path}  ←  {found.template}"
    yield f"  layers that have it, the highest first: {', '.join(found.layers)}"
    yield f"  {len(found.lines)} lines, {own} of them the team's own"
    if not found.traced:
        yield f"  {_UNTRACED}"
    if every:
        yield from (
            f"  {each.number:4}  {_origin(found, each)}" for each in found.lines
        )


_UNTRACED = (
    "its template reads what it has rendered itself, so no line of it can be told"
)


def _of_line(found: Written, number: int) -> Iterator[str]:
    if not 0 < number <= len(found.lines):
        raise ProjectError(f"{found.path} has {len(found.lines)} lines")
    line = found.lines[number - 1]
    yield f"{found.path}:{number}  ←  {_origin(found, line)}"
    if line.origin is None:
        return
    for place in line.origin.included:
        yield f"  included by {place}"
    yield f"  {line.origin.place}: {found.texts[line.origin.place]}"
    for place in line.origin.through:
        yield f"  through {place}: {found.texts[place]}"


def _origin(found: Written, line: Line) -> str:
    if line.own:
        return "the team's own"
    if line.origin is None:
        return f"{found.template}; {_UNTRACED}"
    return str(line.origin.place)


def json_of(found: Written, line: int | None) -> dict[str, Any]:
    """Return the same for tools: of the whole file, or of one line."""
    if line is not None and not 0 < line <= len(found.lines):
        raise ProjectError(f"{found.path} has {len(found.lines)} lines")
    chosen = found.lines if line is None else found.lines[line - 1 : line]
    return {
        "path": found.path,
        "template": found.template or None,
        "layers": list(found.layers),
        "version": found.version,
        "traced": found.traced,
        "lines": [_line_json(each) for each in chosen],
    }


def _line_json(line: Line) -> dict[str, Any]:
    origin = line.origin
    return {
        "line": line.number,
        "own": line.own,
        "template": str(origin.place) if origin else None,
        "through": list(map(str, origin.through)) if origin else [],
        "included": list(map(str, origin.included)) if origin else [],
    }
