"""A trusted blueprint's tasks: commands that it wants run in a project that was made or updated."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..record import Record
from ..sources.stack import BlueprintError


class TaskError(BlueprintError):
    """A task of a blueprint's failed, or is none."""


class Task(Record, frozen=True):
    """One command, ready to be run."""

    command: str | list[str]  # a text is for the shell
    folder: str  # below the project's
    operation: str  # "copy" or "update", as Copier calls it

    def to_json(self) -> list[Any]:
        """Return it as JSON-able values, which make it again."""
        return [self.command, self.folder, self.operation]


def ready(
    tasks: Sequence[Any], operation: str, fill: Callable[[str, Mapping[str, Any]], str]
) -> tuple[Task, ...]:
    """Return the tasks that are wanted, as Copier would run them.

    `fill` renders a text of theirs with some names beside those that templates know.
    """
    names = {
        "_copier_operation": operation,
        "_copier_python": sys.executable,
        "_stage": "task",
    }

    def filled(text: Any) -> str:
        return fill(str(text), names)

    found = []
    for each in tasks:
        said = each if isinstance(each, dict) else {"command": each}
        command = said.get("command")
        if not isinstance(command, str | list) or not command:
            raise TaskError(f"a task of the blueprint has no command: {each!r}")
        if filled(said.get("when", "true")).strip().lower() in _NO:
            continue
        ready_ = (
            filled(command) if isinstance(command, str) else list(map(filled, command))
        )
        folder = filled(said.get("working_directory", "."))
        found.append(Task(ready_, folder, operation))
    return tuple(found)


_NO = {"", "0", "false", "n", "no", "none", "null", "off", "~"}


def run(tasks: Sequence[Task], project: Path, progress: Callable[[str], None]) -> None:
    """Run tasks in a project's folder, one after another, until one fails."""
    for number, task in enumerate(tasks, 1):
        shown = (
            task.command if isinstance(task.command, str) else " ".join(task.command)
        )
        progress(f"running task {number} of {len(tasks)}")
        told = {"STAGE": "task", "COPIER_OPERATION": task.operation}
        try:
            done = subprocess.run(  # noqa: S603 - the user said --trust
                task.command,
                shell=isinstance(task.command, str),
                cwd=project / task.folder,
                env=os.environ | told,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:
            raise TaskError(f"the task `{shown}` can't be run: {error}") from error
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            why = f": {said[-1]}" if said else ""
            raise TaskError(f"the task `{shown}` failed with {done.returncode}{why}")
