"""What a blueprint's `copier.yml` says beyond the frame: its own questions, and its settings.

It is read as Copier reads it, `!include` and all, so that what bd-scaffold would not obey is
refused in a sentence, and nothing is half obeyed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from keyword import iskeyword
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from ..record import Record
from . import resources
from .blueprint_errors import BlueprintErrors

FILE = "copier.yml"

KEPT = ("migrations/versions/0001_initial.py",)
"""What the frame writes once, and never again."""

_FRAMES_OWN = frozenset({"bd_model", "model", "files"})
_TAKEN = frozenset({"area", "decision", "entity", "f", "fills", "group", "retired"})
_FIXED: Mapping[str, Any] = {
    "_answers_file": ".copier-answers.yml",
    "_templates_suffix": ".jinja",
}
_AS_THE_FRAME = ("_subdirectory", "_exclude", "_envops", "_external_data")
_ANY = frozenset(
    {
        "_min_copier_version",
        "_message_after_copy",
        "_message_after_update",
        "_message_before_copy",
        "_message_before_update",
        "_secret_questions",
        "_skip_if_exists",
    }
)
_RUNS = ("_jinja_extensions", "_tasks")
"""What runs code of the blueprint's author."""

_MERGED = frozenset({
    "_exclude", "_jinja_extensions", "_secret_questions", "_skip_if_exists",
})  # fmt: skip
_SIZE = 1 << 20


class Entry(Record, frozen=True):
    """One word of a `copier.yml`, or of a file that it includes."""

    name: str
    value: Any
    place: str  # "acme/questions.yml:3"


@dataclass(frozen=True, slots=True)
class CopierConfig:
    """What a blueprint asks, and what it wants."""

    questions: tuple[str, ...] = ()  # its own
    kept: tuple[str, ...] = KEPT  # paths that are written once
    extensions: tuple[str, ...] = ()
    tasks: tuple[Any, ...] = ()
    runs: tuple[Entry, ...] = field(
        default=()
    )  # what would run code of somebody else's

    def keeps(self, path: str) -> bool:
        """Tell whether a file is written once, and never again."""
        return any(_covers(each, path) for each in self.kept)


def read(blueprint: Path) -> CopierConfig:
    """Return what a blueprint asks and wants, or raise all that could not be obeyed."""
    entries = list(_entries(blueprint, FILE, ()))
    frame = {each.name: each.value for each in _entries(resources.BLUEPRINT, FILE, ())}
    faults = [fault for each in entries for fault in _faults(each)]
    merged = _merged(entries)
    faults += _as_the_frame(merged, frame)
    faults += _twice(entries)
    if faults:
        raise BlueprintErrors(faults)
    values = {name: each.value for name, each in merged.items()}
    return CopierConfig(
        questions=tuple(
            name for name in values if name[0] != "_" and name not in _FRAMES_OWN
        ),
        kept=tuple(map(str, values.get("_skip_if_exists", ()))),
        extensions=tuple(map(str, values.get("_jinja_extensions") or ())),
        tasks=tuple(values.get("_tasks") or ()),
        runs=tuple(
            each for name, each in merged.items() if name in _RUNS and each.value
        ),
    )


def _entries(root: Path, name: str, above: tuple[str, ...]) -> Iterator[Entry]:
    """Yield what a file says, and what the files say that it includes, in order."""
    if name in above:
        raise BlueprintErrors([f"{name}: it includes itself"])
    path = root / name
    if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        raise BlueprintErrors([f"{name}: there is no such file in the blueprint"])
    text = path.read_bytes()
    if len(text) > _SIZE:
        raise BlueprintErrors([f"{name}: it has more than a million bytes"])
    try:
        loader = yaml.SafeLoader(text)
        while loader.check_node():
            node = loader.get_node()
            if node is not None:
                yield from _of_node(root, name, (*above, name), loader, node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BlueprintErrors(
            [f"{name}:{line}: it is not YAML: {error.problem}"]
        ) from error
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        raise BlueprintErrors([f"{name}: it is not YAML: {why}"]) from error


def _of_node(
    root: Path, name: str, above: tuple[str, ...], loader: yaml.SafeLoader, node: Any
) -> Iterator[Entry]:
    """Yield what one document says."""
    place = f"{name}:{node.start_mark.line + 1}"
    if node.tag == "!include" and isinstance(node, yaml.ScalarNode):
        for each in _included(root, str(node.value), place):
            yield from _entries(root, each, above)
        return
    if isinstance(node, yaml.ScalarNode) and not node.value:
        return
    if not isinstance(node, yaml.MappingNode):
        raise BlueprintErrors(
            [f"{place}: it is not a mapping of questions and settings"]
        )
    lines: dict[str, int] = {}
    for key, _ in node.value:
        line = key.start_mark.line + 1
        if str(key.value) in lines:
            raise BlueprintErrors([f"{name}:{line}: {key.value} stands twice"])
        lines[str(key.value)] = line
    values = loader.construct_document(node)
    for key, value in values.items():
        yield Entry(
            str(key), value, f"{name}:{lines.get(str(key), node.start_mark.line + 1)}"
        )


def _included(root: Path, pattern: str, place: str) -> Iterator[str]:
    """Yield the files that an `!include` means, if any: all of them inside of the blueprint."""
    parts = PurePosixPath(pattern).parts
    if not parts or PurePosixPath(pattern).is_absolute() or ".." in parts:
        raise BlueprintErrors(
            [f"{place}: !include {pattern} leads out of the blueprint"]
        )
    for each in sorted(each for each in root.glob(pattern) if each.is_file()):
        if not each.resolve().is_relative_to(root.resolve()):
            raise BlueprintErrors(
                [f"{place}: !include {pattern} leads out of the blueprint"]
            )
        yield each.relative_to(root).as_posix()


def _merged(entries: list[Entry]) -> dict[str, Entry]:
    """Return what counts of what is said: the last, and of lists all."""
    found: dict[str, Entry] = {}
    for each in entries:
        before = found.get(each.name)
        if before and each.name in _MERGED and isinstance(each.value, list):
            value = [*(before.value or ()), *each.value]
            found[each.name] = Entry(each.name, value, each.place)
        else:
            found[each.name] = each
    return found


def _faults(entry: Entry) -> Iterator[str]:
    """Yield what is wrong with a word by itself."""
    found = _of_a_setting(entry) if entry.name[:1] == "_" else _of_a_question(entry)
    yield from (f"{entry.place}: {each}" for each in found)


def _of_a_question(entry: Entry) -> Iterator[str]:
    if entry.name in _TAKEN:
        yield f"no question may be called {entry.name}: templates know it as something else"
    elif not entry.name.isidentifier() or iskeyword(entry.name):
        yield f"{entry.name!r} is not a name that templates could say"


def _of_a_setting(entry: Entry) -> Iterator[str]:
    name, value = entry.name, entry.value
    if name in _MERGED or name == "_tasks":
        if not isinstance(value, list):
            yield f"{name} has to be a list"
        elif name == "_skip_if_exists":
            yield from _of_paths(value)
    elif name in _FIXED:
        if value != _FIXED[name]:
            yield f"{name} has to be {_FIXED[name]!r} here"
    elif name == "_migrations":
        yield (
            "_migrations are not run: say in a layer's history.yaml what moves and what "
            "is renamed; plain `copier` can use such a blueprint"
        )
    elif name not in {*_AS_THE_FRAME, *_ANY}:
        yield (
            f"{name} is not something that bd-scaffold does; plain `copier` can use such "
            "a blueprint"
        )


def _of_paths(values: list[Any]) -> Iterator[str]:
    for each in values:
        if set(str(each)) & set("*?[]!{}\\"):
            yield f"_skip_if_exists takes plain paths here, and not {each!r}"


def _as_the_frame(
    merged: Mapping[str, Entry], frame: Mapping[str, Any]
) -> Iterator[str]:
    hints = {
        "_exclude": "; leave outputs out with `dropped` in a manifest",
        "_external_data": "; templates see the model and the answers alone",
    }
    for name in _AS_THE_FRAME:
        each = merged.get(name)
        if each is None:
            yield f"{FILE}: {name} is not there: it is part of the frame"
        elif each.value != frame[name]:
            yield f"{each.place}: {name} is the frame's, and not to be changed{hints.get(name, '')}"


def _twice(entries: list[Entry]) -> Iterator[str]:
    seen: set[str] = set()
    for each in entries:
        if each.name in seen and each.name in _FRAMES_OWN:
            yield f"{each.place}: {each.name} is answered by the frame, and not to be asked"
        seen.add(each.name)
    for name in sorted(_FRAMES_OWN - seen):
        yield f"{FILE}: {name} is not there: it is part of the frame"


def _covers(pattern: str, path: str) -> bool:
    """Tell whether a plain line of a `.gitignore` means a path."""
    plain = pattern.strip("/")
    if "/" in pattern.rstrip("/"):
        return path == plain or path.startswith(f"{plain}/")
    return plain in path.split("/")
