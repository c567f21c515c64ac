"""The commands `bd-scaffold blueprint …`: arguments in, lines out, and no logic."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

_AUTHOR = 2

app = typer.Typer(
    name="blueprint",
    help="Make a blueprint your own, and see what it makes.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.command()
def where(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE[:LINE]", help="A project's file, or a line of it."
        ),
    ],
    project: Annotated[
        Path | None,
        typer.Argument(help="The project; the one around the file if not given."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--lines", help="Say it of every line of the file.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say which template, and which line of it, made a line of a project."""
    from bd_scaffold.authoring import where as places

    path, line = places.target(file)
    found = places.find(path, project)
    if as_json:
        _print_json(places.json_of(found, line))
    else:
        _print_lines(places.lines_of(found, line, every=every))


Blueprint = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="The blueprint; here if not given.")
]


@app.command()
def lint(folder: Blueprint = Path(), as_json: Json = False) -> None:
    """Say what is wrong with a blueprint, by reading it."""
    from bd_scaffold.authoring import findings
    from bd_scaffold.authoring.lint import lint as find

    found = find(folder.resolve())
    if as_json:
        _print_json({"findings": [each.to_json() for each in found]})
    else:
        _print_lines(map(str, found))
        typer.echo(findings.summary(found), err=True)
    if any(each.severity == "error" for each in found):
        raise typer.Exit(_AUTHOR)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo("".join(c if c.isprintable() or c == "\t" else "�" for c in line))


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
