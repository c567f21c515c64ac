"""Why a change of a created project's code may go unnoticed by its tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("mutants.yaml")


@dataclass(frozen=True, slots=True)
class Explained:
    """Changes that one reason holds for, by the files and the lines that they change."""

    reason: str
    was: re.Pattern[str]
    now: re.Pattern[str]
    file: str = ""

    def holds(self, file: str, lines: Sequence[str]) -> bool:
        """Tell whether it is about a change: its lines, "- …" and "+ …"."""
        gone = " ".join(line[2:] for line in lines if line.startswith("-"))
        come = " ".join(line[2:] for line in lines if line.startswith("+"))
        in_file = not self.file or file == self.file
        found = self.was.search(gone) and self.now.search(come)
        return bool(in_file and found)


def reason(file: str, lines: Sequence[str]) -> str | None:
    """Return why a change may survive, or None."""
    found = (each.reason for each in explained() if each.holds(file, lines))
    return next(found, None)


@cache
def explained() -> tuple[Explained, ...]:
    """Return what is said of changes, in the order of the file."""
    return tuple(
        Explained(
            reason=each["reason"],
            was=re.compile(each.get("was", "")),
            now=re.compile(each.get("now", "")),
            file=each.get("file", ""),
        )
        for each in yaml.safe_load(_FILE.read_text())
    )


def changes(code: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines that each change takes away and puts in, without their indentation.

    mutmut has all changes of a function beside it, under names of their own.
    """
    found = {}
    for each in ast.walk(ast.parse(code)):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            found[each.name] = code.splitlines()[each.lineno - 1 : each.end_lineno]
    said = {}
    for name, lines in found.items():
        first = f"{name.rpartition('__mutmut_')[0]}__mutmut_orig"
        if first in found and name != first:
            was = [line.replace(first, name).strip() for line in found[first]]
            now = [line.strip() for line in lines]
            _, _, *diff = unified_diff(was, now, n=0, lineterm="")
            said[name] = tuple(f"{e[0]} {e[1:]}" for e in diff if e[0] in "-+")
    return said
