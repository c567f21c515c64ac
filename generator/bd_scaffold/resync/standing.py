"""What has to be settled first: a merge that is under way, and files that are damaged.

Each is a state and a way out of it, as parts of a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import store
from ..sources import git
from ..sources.compiled import ANSWERS, COMPILED, parsed, values_of
from ..sources.git import WorkTree

State = tuple[str, str]
"""What state a project is in, and what is to be done."""

_DAMAGED_MODEL = "holds a damaged model"

_REMEMBERED = ("_commit", "_src_path", "bd_model")


def merge_under_way(tree: WorkTree) -> State | None:
    """Return that git is joining two lines of work of which one changed the design."""
    command = git.joining(tree)
    if command is None:
        return None
    status = git.status(tree)
    made = {COMPILED, ANSWERS}
    if not made & set(status.changed):
        return None  # it is about other files
    undo = f"take it back with `git {command} --abort`"
    finish = "commit it" if command == "merge" else f"`git {command} --continue`"
    if made & set(status.unmerged):
        return (
            f"a {command} that changes the design is under way",
            f"resolve design.yaml, run `bd-scaffold compile` and {finish}, or {undo}",
        )
    if status.unmerged:
        left = ", ".join(status.unmerged)
        return (
            f"a {command} that changes the design is under way, with conflicts in {left}",
            f"resolve them and {finish}, or {undo}",
        )
    return (
        f"a {command} that changes the design is resolved and not committed",
        f"{finish}, or {undo}",
    )


def damage(tree: WorkTree, committed: Mapping[str, bytes]) -> State | None:
    """Return which file that a project is made from is missing or damaged, or None.

    `committed` are the files' texts in the commit that is checked out.
    """
    for path, fault_of in _FAULTS.items():
        file = tree.folder / path
        there = file.read_bytes() if file.is_file() else None
        if there == committed.get(path) and path == ANSWERS:
            continue  # whoever reads what is committed looks at it
        fault = "is missing" if there is None else fault_of(there)
        if fault and (state := restored(tree, path, fault)):
            return state
    return None


def restored(tree: WorkTree, path: str, fault: str) -> State | None:
    """Return a damaged file and the command that brings it back, if a commit has it whole."""
    commit = git.last_commit(tree, path, lambda text: not _FAULTS[path](text))
    if commit is None:
        return None
    return f"{path} {fault}", f"`git checkout {commit} -- {path}` brings it back"


def damaged_answers(tree: WorkTree, fault: str) -> State | None:
    """Return what to do about committed answers that are damaged, or None."""
    file = tree.folder / ANSWERS
    if file.is_file() and not _answers_fault(file.read_bytes()):
        return f"{ANSWERS} as committed {fault}", "commit the one in the folder"
    return restored(tree, ANSWERS, fault)


def answers_fault(values: Any, text: bytes) -> str:
    """Return what is wrong with the answers of a text; nothing where they are whole."""
    if not isinstance(values, dict):
        return _unreadable(text)
    missing = [e for e in _REMEMBERED if not isinstance(values.get(e), str)]
    if missing:
        return f"does not say {' and '.join(missing)}"
    return "" if store.is_model(values["bd_model"]) else _DAMAGED_MODEL


def _answers_fault(text: bytes) -> str:
    return answers_fault(values_of(text), text)


def _compiled_fault(text: bytes) -> str:
    if not isinstance(values_of(text), dict):
        return _unreadable(text)
    found = parsed(text)
    if not found.design_sha:
        return "does not say design_sha"
    whole = not found.model or store.is_model(found.model)
    return "" if whole else _DAMAGED_MODEL


def _unreadable(text: bytes) -> str:
    marked = any(line.startswith(b"<<<<<<< ") for line in text.splitlines())
    return "contains conflict markers" if marked else "is not a YAML mapping"


_FAULTS = {ANSWERS: _answers_fault, COMPILED: _compiled_fault}
