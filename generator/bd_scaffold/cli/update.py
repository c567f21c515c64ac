"""`bd-scaffold update`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold import outcome
from bd_scaffold.terminal import print_json, print_lines, progress

from .options import (
    UNRESOLVED,
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

app = command("update")


@app.command("update")
def update_(
    project: Folder = Path(),
    to: Version = None,
    blueprint: From = None,
    data: Data = None,
    trust: Trust = False,
    design_only: DesignOnly = False,
    allow: Allow = None,
    fill: Fill = None,
    expand_contract: ExpandContract = False,
    proceed: Annotated[
        bool, typer.Option("--continue", help="Finish after resolving conflicts.")
    ] = False,
    abort: Annotated[
        bool, typer.Option("--abort", help="Undo an update that is not committed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Apply changes of the design and the blueprint, all or nothing."""
    from bd_scaffold import report, update

    folder = project.resolve()
    if proceed and abort:
        raise typer.BadParameter("give --continue or --abort, not both")
    with mistakes_in_json(as_json), _telling_what_is_unfinished(folder):
        if abort:
            kept = update.abandon(folder)
            if as_json:
                print_json({"kept": kept})
            else:
                _print_abandoned(kept)
            return
        if proceed:
            done = update.proceed(folder, progress)
        else:
            options = update.UpdateOptions(
                to,
                blueprint,
                design_only,
                tuple(allow or ()),
                tuple(fill or ()),
                expand_contract,
                saying_of(data, trust),
            )
            done = update.run(folder, options, progress, report.summary_lines)
    progress("")
    if as_json:
        print_json(asdict(done))
    else:
        print_lines(report.updated_lines(done))
    if done.conflicts:
        raise typer.Exit(UNRESOLVED)


def _print_abandoned(kept: str | None) -> None:
    typer.echo("The project is as it was before the update.")
    if kept:
        typer.echo(f"What you had changed since is kept in commit {kept}.")


@contextmanager
def _telling_what_is_unfinished(project: Path) -> Iterator[None]:
    """Where an update is stopped halfway, say how it is finished or undone."""
    from bd_scaffold import update

    try:
        yield
    except outcome.Stopped as stopped:
        if update.is_under_way(project):
            stopped.add_note(
                "Stopped in the middle of an update: `bd-scaffold update --continue` "
                "finishes it, `bd-scaffold update --abort` undoes it."
            )
        raise
