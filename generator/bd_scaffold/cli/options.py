"""What several commands take, and what they do with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold import outcome, pipeline
from bd_scaffold.terminal import print_json

UNRESOLVED = 1
"""The exit code where an update leaves conflicts to somebody."""

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Folder = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project's folder.")
]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Permit a destructive or breaking change, by its name in the plan.",
    ),
]
Fill = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ENTITY.FIELD=VALUE",
        help="Write VALUE, or sql:EXPRESSION, to the rows that need one.",
    ),
]
Version = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="VERSION",
        help="Blueprint version; defaults to the newest.",
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--blueprint",
        metavar="ADDRESS",
        help="Blueprint: a git URL, a folder, or the name of an installed one.",
    ),
]
Data = Annotated[
    list[str] | None,
    typer.Option(
        "--data",
        metavar="NAME=VALUE",
        help="Answer to one of the blueprint's questions.",
    ),
]
Trust = Annotated[
    bool, typer.Option("--trust", help="Allow the blueprint to run its own code.")
]
DesignOnly = Annotated[
    bool,
    typer.Option("--design-only", help="Keep the current blueprint version."),
]
ExpandContract = Annotated[
    bool,
    typer.Option(
        "--expand-contract",
        help="Split the migration in two, so that old and new code can run side by side.",
    ),
]


def command(name: str) -> typer.Typer:
    """Return what one command is registered with, under its name in the help."""
    return typer.Typer(name=name, add_completion=False, rich_markup_mode=None)


def saying_of(
    data: list[str] | None, trust: bool, *, ask: bool = False
) -> pipeline.Saying:
    """Return what is said to a blueprint; somebody at a terminal can be asked for the rest."""
    pairs = [each.partition("=") for each in data or ()]
    if wrong := [name for name, equals, _ in pairs if not (name and equals)]:
        raise typer.BadParameter(f"--data takes NAME=VALUE, not {wrong[0]}")
    there = ask and sys.stdin.isatty() and sys.stderr.isatty()
    return pipeline.Saying({name: value for name, _, value in pairs}, there, trust)


def origin_at(design: Path, said: str | None) -> pipeline.Origin:
    """Return the blueprint that is named, or that the project follows where a design is."""
    return pipeline.origin(said, None) if said else pipeline.origin_of(design.parent)


@contextmanager
def mistakes_in_json(wanted: bool) -> Iterator[None]:
    """Print an author's mistakes as JSON where that is wanted."""
    try:
        yield
    except pipeline.MistakesError as error:
        if not wanted:
            raise
        print_json({"diagnostics": [each.to_json() for each in error.mistakes]})
        raise typer.Exit(outcome.AUTHOR) from error
