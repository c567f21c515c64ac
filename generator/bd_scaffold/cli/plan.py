"""`bd-scaffold plan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bd_scaffold.terminal import print_json, print_lines, progress

from .options import (
    Allow,
    Data,
    DesignOnly,
    ExpandContract,
    Fill,
    Folder,
    From,
    Json,
    Trust,
    Version,
    command,
    mistakes_in_json,
    saying_of,
)

if TYPE_CHECKING:
    from bd_scaffold.update import Plan

_READY, _CONFLICTS, _REFUSED = 10, 11, 12

app = command("plan")


@app.command()
def plan(
    project: Folder = Path(),
    to: Version = None,
    blueprint: From = None,
    data: Data = None,
    trust: Trust = False,
    design_only: DesignOnly = False,
    allow: Allow = None,
    fill: Fill = None,
    expand_contract: ExpandContract = False,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help="Exit with 0 if there is nothing to do, 10 for a clean update, 11 for "
            "conflicts, 12 if something requires --allow.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what `update` would do, without writing anything."""
    from bd_scaffold import report, update

    options = update.UpdateOptions(
        to,
        blueprint,
        design_only,
        tuple(allow or ()),
        tuple(fill or ()),
        expand_contract,
        saying_of(data, trust),
    )
    with mistakes_in_json(as_json):
        made = update.make(project.resolve(), options, progress)
    progress("")
    if as_json:
        print_json(report.plan_json(made))
    else:
        print_lines(report.plan_lines(made))
    if exit_code:
        raise typer.Exit(_verdict(made))


def _verdict(made: Plan) -> int:
    if made.is_empty:
        return 0
    if made.wanting:
        return _REFUSED
    return _CONFLICTS if made.files.conflicts else _READY
