"""The door to black, for asking whether a Python module is as black would have it."""

from __future__ import annotations

import re
from functools import lru_cache

import black

_PLACE = re.compile(r"Cannot parse[^:]*: (\d+):\d+")


@lru_cache(maxsize=1_000)  # designs have most of their files in common
def is_stable(source: str) -> bool:
    """Tell whether black would change nothing; what it can't read, it would change."""
    try:
        return black.format_str(source, mode=black.Mode()) == source
    except ValueError:  # black's InvalidInput is one
        return False


def unreadable_line(source: str) -> int | None:
    """Return the number of the line at which Python can't read a module, if there is one."""
    try:
        compile(source, "module.py", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.lineno or 1
    return None


def first_change(source: str) -> int:
    """Return the number of the first line that black would change, or can't read."""
    try:
        formatted = black.format_str(source, mode=black.Mode())
    except ValueError as error:
        found = _PLACE.match(str(error))
        return int(found[1]) if found else 1
    lines, others = source.splitlines(), formatted.splitlines()
    pairs = enumerate(zip(lines, others, strict=False), 1)
    return next((at for at, (a, b) in pairs if a != b), min(len(lines), len(others)))
