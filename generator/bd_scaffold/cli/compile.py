"""`bd-scaffold compile`."""

from __future__ import annotations

from pathlib import Path

import typer

from bd_scaffold import pipeline
from bd_scaffold.terminal import print_json, print_lines

from .options import (
    UNRESOLVED,
    Allow,
    ExpandContract,
    Fill,
    Folder,
    From,
    Json,
    Trust,
    command,
    mistakes_in_json,
)

app = command("compile")


@app.command("compile")
def compile_(
    project: Folder = Path(),
    allow: Allow = None,
    fill: Fill = None,
    expand_contract: ExpandContract = False,
    blueprint: From = None,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Compile a changed design for plain `copier update`."""
    from bd_scaffold import compiling, report

    origin = pipeline.origin(blueprint, None) if blueprint else None
    with mistakes_in_json(as_json):
        compiled = compiling.compile_design(
            project.resolve(),
            tuple(allow or ()),
            origin,
            fill=tuple(fill or ()),
            expand_contract=expand_contract,
            trust=trust,
        )
    if as_json:
        print_json(report.compiled_json(compiled))
    else:
        print_lines(report.compiled_lines(compiled))
    if compiled.conflicts:
        raise typer.Exit(UNRESOLVED)
