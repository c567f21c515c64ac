"""The commands `bd-scaffold blueprint …`: arguments in, lines out, and no logic."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

_FAILED = 1
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


@app.command()
def test(
    folder: Blueprint = Path(),
    design: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this design; all if not given."),
    ] = None,
    run: Annotated[
        bool,
        typer.Option(
            "--run",
            help="Install each project too, and run its types and tests: minutes.",
        ),
    ] = False,
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Take what is made today for golden.")
    ] = False,
    at_least: Annotated[
        int,
        typer.Option(metavar="PERCENT", help="Fail where the designs reach less."),
    ] = 0,
    as_json: Json = False,
) -> None:
    """Try a blueprint with designs: those that come along, and its own."""
    from bd_scaffold.authoring import gallery, telling

    wish = gallery.Wish(tuple(design or ()), run, rewrite)
    trial = gallery.run(folder.resolve(), wish, _tell)
    _tell("")
    if as_json:
        _print_json(telling.trial_json(trial))
    else:
        _print_lines(telling.trial_lines(trial))
    if trial.failed or trial.coverage.percent < at_least:
        raise typer.Exit(_FAILED)


def _tell(doing: str) -> None:
    """Show on a terminal what is being done, in one line that the next one replaces."""
    if sys.stderr.isatty():
        typer.echo(f"\r\x1b[K{doing and doing + ' …'}", err=True, nl=False)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo("".join(c if c.isprintable() or c == "\t" else "�" for c in line))


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
