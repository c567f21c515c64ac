"""The blueprint's own files: its layers twice, its configuration, its words, its history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from ... import pipeline
from ...names import is_windows_device
from ...resync import history
from ...sources.blueprints import order
from ...sources.compiled import values_of
from ...sources.stack import BlueprintError, Stack
from .. import vendor
from ..findings import Finding
from .values import Words

_SET = re.compile(r"{%-?\s*set\s+layers\s*=\s*\[(.*?)\]", re.DOTALL)
_RUNS = ("_tasks", "_migrations", "_jinja_extensions")
_ODD = re.compile(r'[\\:*?"<>|\x00-\x1f]|[. ](?:/|$)')
_SKIPPED = {".git", ".venv", "releases", "node_modules", "__pycache__"}


def findings(folder: Path, said: Stack) -> Iterator[Finding]:
    """Yield what is wrong with the files that are no templates."""
    yield from _layers(folder, said)
    yield from _vendored(folder, said)
    yield from _paths(folder)
    yield from _configuration(folder, said)
    for name in (said.own.name,):
        yield from _history(folder, name)
        yield from _words(folder, name)


def questions(folder: Path, said: Stack) -> frozenset[str]:
    """Return the names that the layers' questions give to templates."""
    asked: set[str] = set()
    for layer in said.layers:
        path = folder / layer.name / "questions.yml"
        values = values_of(path.read_bytes()) if path.is_file() else {}
        asked |= {name for name in values or {} if isinstance(name, str)}
    return frozenset(name for name in asked if not name.startswith("_"))


def words(folder: Path, said: Stack) -> Words | None:
    """Return the words that the layers add to the language; None where that is not known."""
    try:
        found = pipeline.words_in(folder, [layer.name for layer in said.layers])
    except pipeline.MistakesError:
        return None
    return {
        each.attribute: {
            word: schema
            for level in each.levels.values()
            for word, schema in level.get("properties", {}).items()
        }
        for each in found
    }


def _layers(folder: Path, said: Stack) -> Iterator[Finding]:
    names = [layer.name for layer in said.layers]
    path = folder / "layers.jinja"
    match = _SET.search(path.read_text("utf-8")) if path.is_file() else None
    listed = re.findall(r"[\"'](.*?)[\"']", match[1]) if match else None
    if listed != names:
        wanted = ", ".join(f'"{name}"' for name in names)
        yield Finding(
            "layers.jinja",
            1,
            "BL102",
            "it does not list the layers of blueprint.yaml.",
            f"Write {{% set layers = [{wanted}] %}}.",
        )
    for name in names:
        if not (folder / name / "manifest.jinja").is_file():
            yield Finding(
                f"{name}/manifest.jinja",
                1,
                "BL103",
                f"the layer {name} has no manifest.",
                "Write one with `{% set outputs = [] %}` and `{% set dropped = [] %}`.",
            )


def _vendored(folder: Path, said: Stack) -> Iterator[Finding]:
    """Yield the vendored files that are not as their digests say."""
    if not any(layer.version for layer in said.layers):
        return
    if not (folder / vendor.SUMS).is_file():
        hint = f"`bd-scaffold blueprint upgrade` writes {vendor.SUMS}."
        message = "nothing says what the vendored layers were."
        yield Finding(vendor.SUMS, 1, "BL104", message, hint)
        return
    for name in vendor.edited(folder):
        there = (folder / name).is_file()
        message = f"somebody {'changed' if there else 'deleted'} this vendored file."
        yield Finding(name, 1, "BL104", message, _OVERRIDE)


_OVERRIDE = (
    "Take it back with git; `bd-scaffold blueprint override` puts a file of yours in its "
    "place."
)


def _paths(folder: Path) -> Iterator[Finding]:
    """Yield the paths that not every system can check out."""
    seen: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or _SKIPPED & set(PurePosixPath(name).parts):
            continue
        odd = _ODD.search(name) and not name.startswith("template/")
        if odd or any(map(is_windows_device, PurePosixPath(name).parts)):
            yield Finding(
                name,
                1,
                "BL109",
                "Windows can't check this path out.",
                "Give it another name.",
            )
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            yield Finding(
                name,
                1,
                "BL109",
                f"{twin} differs from it in case alone.",
                "Give one of them another name.",
            )


def _configuration(folder: Path, said: Stack) -> Iterator[Finding]:
    yield from _runs(folder, "copier.yml")
    path = f"{said.own.name}/questions.yml"
    if not (folder / path).is_file():
        return
    yield from _runs(folder, path)
    values = values_of((folder / path).read_bytes())
    if not isinstance(values, dict):
        yield Finding(path, 1, "BL108", "it is not a mapping of questions in YAML.")
        return
    for name, question in values.items():
        yield from _question(path, _line(folder / path, name), name, question)


_KEYS = {
    *("type", "help", "default", "choices", "multiselect", "secret", "placeholder"),
    *(
        "multiline",
        "validator",
        "when",
        "ask",
        "qmark",
        "use_shortcuts",
        "use_search_filter",
    ),
}
_TYPES = {"bool", "float", "int", "json", "path", "str", "yaml"}
_TAKEN = {
    *("model", "files", "bd_model", "entity", "area", "decision", "group", "f"),
    "older",
    "dependency",
    "environment",
    "retired",
    "fills",
}


def _question(path: str, line: int, name: Any, question: Any) -> Iterator[Finding]:
    if str(name).startswith("_"):
        return
    if not isinstance(name, str) or not name.isidentifier() or name in _TAKEN:
        message = f"{name!r} can't be the name of an answer."
        yield Finding(path, line, "BL108", message, "Take another name.")
    elif isinstance(question, dict):
        for word in sorted(map(str, question.keys() - _KEYS)):
            message = f"{name}: {word} is not a word of Copier's questions."
            yield Finding(path, line, "BL108", message)
        kind = question.get("type", "yaml")
        if kind not in _TYPES:
            message = f"{name}: {kind!r} is not a type of Copier's questions."
            hint = f"Known are {', '.join(sorted(_TYPES))}."
            yield Finding(path, line, "BL108", message, hint)
        if "default" not in question:
            message = (
                f"{name}: it has no default, so nothing can be made without asking."
            )
            yield Finding(path, line, "BL108", message, "Give it a default.")


def _runs(folder: Path, name: str) -> Iterator[Finding]:
    path = folder / name
    for word in _RUNS:
        line = _line(path, word, missing=0) if path.is_file() else 0
        if line:
            message = f"{word} needs --trust from whoever makes or updates a project."
            hint = "Do it in a template, or in the project's CI."
            yield Finding(name, line, "BL105", message, hint)


def _line(path: Path, word: object, missing: int = 1) -> int:
    """Return the line of a YAML file that begins with a word."""
    lines = path.read_text("utf-8", errors="replace").splitlines()
    found = (i for i, line in enumerate(lines, 1) if line.startswith(f"{word}:"))
    return next(found, missing)


def _history(folder: Path, layer: str) -> Iterator[Finding]:
    path = folder / layer / history.FILE
    if not path.is_file():
        return
    name = path.relative_to(folder).as_posix()
    values = values_of(path.read_bytes())
    if not isinstance(values, dict):
        yield Finding(name, 1, "BL107", "it is not a mapping of versions in YAML.")
        return
    for version in values:
        if not order(str(version)):
            message = f"{version} is not a version."
            line = _line(path, version)
            yield Finding(name, line, "BL107", message, "Write it as v0.2.0.")
    try:
        history.steps(folder / layer, "v0", "v999999")
    except BlueprintError as error:
        yield Finding(name, 1, "BL107", f"{error}.")


def _words(folder: Path, layer: str) -> Iterator[Finding]:
    name = f"{layer}/words.yaml"
    try:
        pipeline.words_in(folder, [layer])
    except pipeline.MistakesError as error:
        for mistake in error.mistakes:
            told = f"{mistake.code} {mistake.message}"
            yield Finding(name, mistake.where.line, "BL106", told, mistake.hint)
