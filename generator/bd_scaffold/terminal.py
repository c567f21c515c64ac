"""How every command prints: lines, JSON, and what is being done."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

import typer

from .record import Record, members


def print_lines(lines: Iterable[str]) -> None:
    """Print lines in which nothing can steer the terminal."""
    for line in lines:
        typer.echo("".join(c if c.isprintable() or c == "\t" else "�" for c in line))


def print_json(value: object) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    return members(value) if isinstance(value, Record) else str(value)


def progress(doing: str) -> None:
    """Show on a terminal what is being done, in one line that the next one replaces."""
    if sys.stderr.isatty():
        typer.echo(f"\r\x1b[K{doing and doing + ' …'}", err=True, nl=False)
