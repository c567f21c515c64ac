"""`bd-scaffold check`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold import pipeline
from bd_scaffold.terminal import print_json, print_lines

from .options import From, Json, Trust, command, mistakes_in_json, origin_at

_BEHIND = 3

app = command("check")


@app.command()
def check(
    design: Annotated[
        Path | None,
        typer.Argument(
            metavar="DESIGN", help="Path to the design, or -; defaults to design.yaml."
        ),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(help="Check whether a project is behind its design or blueprint."),
    ] = None,
    design_only: Annotated[
        bool,
        typer.Option(
            "--design-only",
            help="With --project: do not fail because of a newer blueprint.",
        ),
    ] = False,
    blueprint: From = None,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Report every mistake in a design, or how a project has drifted.

    Models that were edited by hand are compared with the migrations by `uv run alembic
    check`, which needs the project's environment; its CI runs both.
    """
    if project is not None:
        if design is not None:
            raise typer.BadParameter("give a design or --project, not both")
        _check_project(project.resolve(), design_only, trust, as_json)
        return
    file = design or Path("design.yaml")
    with mistakes_in_json(as_json):
        text = pipeline.read(file)
        words = pipeline.words_for(origin_at(file, blueprint))
        notes = pipeline.noted(text, str(file), words)
    if as_json:
        print_json({"diagnostics": [], "notes": [each.to_json() for each in notes]})
    else:
        print_lines(f"note: {each}" for each in notes)
        typer.echo(f"{file}: no mistakes")


def _check_project(folder: Path, design_only: bool, trust: bool, as_json: bool) -> None:
    from bd_scaffold import report, update

    with mistakes_in_json(as_json):
        found = update.drifts(folder, design_only=design_only, trust=trust)
    if as_json:
        print_json({"drift": [asdict(each) for each in found]})
    else:
        print_lines(report.drift_lines(found))
        if all(each.kind == "tests" for each in found):
            typer.echo(f"{folder}: up to date with its design and its blueprint")
    if any(each.blocking for each in found):
        raise typer.Exit(_BEHIND)
