"""The revisions that a project has, read as text: nothing of them is ever run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from ..record import Record

FOLDER = "migrations/versions"

_NUMBERED = re.compile(r"(\d+)(?:_|$)")


class HistoryError(Exception):
    """A project's revisions make no history; says which, and the way out."""


class Known(Record, frozen=True):
    """A revision of the project, as its file says."""

    identifier: str
    path: str
    parents: tuple[str, ...]


class History(Record, frozen=True):
    revisions: tuple[Known, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The revisions that no other one follows."""
        followed = {parent for each in self.revisions for parent in each.parents}
        names = (each.identifier for each in self.revisions)
        return tuple(name for name in names if name not in followed)

    @property
    def head(self) -> str | None:
        """The one revision that a new one follows; raises where there are several."""
        heads = self.heads
        if len(heads) > 1:
            files = " and ".join(
                each.path for each in self.revisions if each.identifier in heads
            )
            raise HistoryError(
                f"The migrations have {len(heads)} heads: {files}. "
                f"Run `alembic merge heads`, commit, and try again."
            )
        return heads[0] if heads else None

    @property
    def next_number(self) -> int:
        """The number after the highest that a revision or its file begins with."""
        names = (
            name
            for each in self.revisions
            for name in (each.identifier, each.path.rpartition("/")[2])
        )
        found = (_NUMBERED.match(name) for name in names)
        return (
            max((int(each[1]) for each in found if each and _is_short(each)), default=0)
            + 1
        )


def _is_short(number: re.Match[str]) -> bool:
    """False for a digest that happens to be digits alone."""
    return len(number[1]) <= 6


def read_history(files: Mapping[str, str]) -> History:
    """Return the history that the files of a versions folder tell."""
    revisions = tuple(
        known
        for path in sorted(files)
        if path.endswith(".py") and not path.endswith("/__init__.py")
        for known in _read(path, files[path])
    )
    _check_names(revisions)
    _check_parents(revisions)
    return History(revisions)


def _check_names(revisions: Iterable[Known]) -> None:
    seen: dict[str, str] = {}
    for each in revisions:
        if each.identifier in seen:
            raise HistoryError(
                f"{seen[each.identifier]} and {each.path} are both the revision "
                f'"{each.identifier}". Give one of them another `revision`.'
            )
        seen[each.identifier] = each.path


def _check_parents(revisions: tuple[Known, ...]) -> None:
    names = {each.identifier for each in revisions}
    for each in revisions:
        for parent in each.parents:
            if parent not in names:
                raise HistoryError(
                    f'{each.path} follows the revision "{parent}", which no file in '
                    f"{FOLDER} has. Bring that file back, or correct `down_revision`."
                )
    if revisions and not History(revisions).heads:
        files = ", ".join(each.path for each in revisions)
        raise HistoryError(
            f"The migrations follow each other in a circle: {files}. "
            f"Correct a `down_revision`."
        )


def _read(path: str, text: str) -> Iterator[Known]:
    """Yield the revision that a file is; a file that says nothing of one is none."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise HistoryError(
            f"{path} is not Python: {error.msg} in line {error.lineno}."
        ) from error
    said = dict(_assigned(tree))
    if "revision" not in said:
        return
    identifier = _constant(path, "revision", said["revision"])
    if not isinstance(identifier, str):
        raise HistoryError(_unreadable(path, "revision"))
    yield Known(identifier, path, tuple(_parents(path, said.get("down_revision"))))


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            targets: list[ast.expr] = [node.target]
            value = node.value
        elif isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, value


def _parents(path: str, node: ast.expr | None) -> Iterator[str]:
    said = None if node is None else _constant(path, "down_revision", node)
    listed = said if isinstance(said, tuple | list) else [said]
    for each in listed:
        if isinstance(each, str):
            yield each
        elif each is not None:
            raise HistoryError(_unreadable(path, "down_revision"))


def _constant(path: str, name: str, node: ast.expr) -> object:
    try:
        value: object = ast.literal_eval(node)
    except ValueError as error:
        raise HistoryError(_unreadable(path, name)) from error
    return value


def _unreadable(path: str, name: str) -> str:
    return (
        f"{path} computes its `{name}`. Revisions are read without running them: "
        f'write it as a text, such as `{name} = "0002"`.'
    )
