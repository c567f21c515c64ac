"""`bd-scaffold load`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold import pipeline
from bd_scaffold.terminal import print_json, print_lines

from .options import From, Json, command, mistakes_in_json, origin_at

_MISSED = 3

app = command("load")


@app.command()
def load(
    report: Annotated[
        Path,
        typer.Argument(
            metavar="REPORT", help="What `just load` wrote: load/report.json."
        ),
    ],
    design: Annotated[
        Path, typer.Option(metavar="DESIGN", help="Path to the design.")
    ] = Path("design.yaml"),
    blueprint: From = None,
    as_json: Json = False,
) -> None:
    """Hold what a load test measured against the goals of a design.

    Exit code 3 where a goal is missed, or where the report says nothing of them.
    """
    from bd_scaffold import load_report

    with mistakes_in_json(as_json):
        measured = pipeline.read(report)
        words = pipeline.words_for(origin_at(design, blueprint))
        resolved = pipeline.check(pipeline.read(design), str(design), words)
    try:
        told = load_report.report_of(resolved.design, measured)
    except load_report.ReportError as error:
        message = f"{report} is no report of a load test: {error}."
        raise typer.BadParameter(message) from error
    if as_json:
        print_json(told)
    else:
        print_lines(load_report.lines(told))
    if not told.met:
        raise typer.Exit(_MISSED)
