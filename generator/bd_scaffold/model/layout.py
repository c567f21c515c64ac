"""Python source laid out as black has it, where a template can't know what an argument holds."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 88


def fits(line: str) -> bool:
    """True where a line, which may end in a comma, stays as it is."""
    return len(line) <= WIDTH


def bracketed(
    head: str, items: Sequence[str], tail: str, *, indent: int, lead: str = ""
) -> str:
    """Return `head`, items and `tail` on one line if it fits at an indent, else one item a line.

    `head` ends in the opening bracket, `tail` starts with the closing one; `lead` is what stands
    on the line before.
    """
    line = f"{head}{', '.join(items)}{tail}"
    if fits(f"{' ' * indent}{lead}{line},") or not items:
        return line
    inner = "\n" + " " * (indent + 4)
    return f"{head}{''.join(f'{inner}{item},' for item in items)}\n{' ' * indent}{tail}"
