"""`bd-scaffold diff`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold.terminal import print_json, print_lines

from .options import Folder, Json, Trust, command

app = command("diff")


@app.command()
def diff(
    project: Folder = Path(),
    stat: Annotated[
        bool, typer.Option("--stat", help="List files without their differences.")
    ] = False,
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Show manual changes to generated files."""
    from bd_scaffold import report, update

    found = update.edits(project.resolve(), trust=trust)
    if as_json:
        print_json({"edits": [asdict(each) for each in found]})
    else:
        print_lines(report.edit_lines(found, stat=stat))
