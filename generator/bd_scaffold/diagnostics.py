"""The author's mistakes as values: collected, sorted, printed once, with a place and a way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file, counted from one."""

    source: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake: where it stands, what is wrong, and how to get out of it."""

    where: Where
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where} {self.code} {self.message}{self.hint and ' '}{self.hint}"

    def to_json(self) -> dict[str, str | int]:
        """The diagnostic as a flat JSON object, for editors and scripts."""
        return {**asdict(self.where), **_without_place(self)}


def _without_place(diagnostic: Diagnostic) -> dict[str, str | int]:
    return {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in the order of the file, each once."""
    return tuple(sorted(set(diagnostics)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that names the closest known word, or nothing where none is close."""
    by_lower_case = {each.lower(): each for each in known}
    close = difflib.get_close_matches(word.lower(), by_lower_case, n=1)
    return f'Did you mean "{by_lower_case[close[0]]}"?' if close else ""


def one_of(known: Iterable[str]) -> str:
    """The hint that lists what would be right: `Known are a, b and c.`"""
    names = list(known)
    if len(names) < 2:
        return f"Known is only {names[0]}." if names else ""
    return f"Known are {', '.join(names[:-1])} and {names[-1]}."
