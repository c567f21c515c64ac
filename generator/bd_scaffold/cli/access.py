"""`bd-scaffold access`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold import pipeline
from bd_scaffold.terminal import print_json, print_lines

from .options import From, Json, command, mistakes_in_json, origin_at

app = command("access")


@app.command()
def access(
    design: Annotated[
        Path | None,
        typer.Argument(
            metavar="DESIGN", help="Path to the design, or -; defaults to design.yaml."
        ),
    ] = None,
    blueprint: From = None,
    as_json: Json = False,
) -> None:
    """Show who may do what: each operation, and what its rule comes to for each role."""
    from bd_scaffold import access_report

    file = design or Path("design.yaml")
    with mistakes_in_json(as_json):
        text = pipeline.read(file)
        words = pipeline.words_for(origin_at(file, blueprint))
        resolved = pipeline.check(text, str(file), words)
    if as_json:
        print_json(access_report.access_json(resolved))
    else:
        print_lines(access_report.access_lines(resolved))
