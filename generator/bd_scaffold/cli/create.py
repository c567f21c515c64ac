"""`bd-scaffold create`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from bd_scaffold import pipeline
from bd_scaffold.names import counted, first_of
from bd_scaffold.terminal import print_json, progress

from .options import (
    Data,
    From,
    Json,
    Trust,
    Version,
    command,
    mistakes_in_json,
    saying_of,
)

_SHOWN = 12

app = command("create")


@app.command()
def create(
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="Folder to create.")
    ],
    design: Annotated[
        Path | None, typer.Option("--design", help="Path to the design.")
    ] = None,
    example: Annotated[
        str | None,
        typer.Option("--example", help="Name of a bundled example to use instead."),
    ] = None,
    blueprint: From = None,
    to: Version = None,
    data: Data = None,
    trust: Trust = False,
    no_git: Annotated[
        bool, typer.Option("--no-git", help="Do not create a git repository.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Create a project from a design."""
    if (design is None) == (example is None):
        raise typer.BadParameter("give --design FILE or --example NAME")
    file = design or pipeline.example(example or "")
    origin = pipeline.origin(blueprint, to, saying_of(data, trust, ask=True))
    with mistakes_in_json(as_json):
        created = pipeline.create(
            pipeline.read(file),
            str(file),
            destination.resolve(),
            repository=not no_git,
            progress=progress,
            origin=origin,
        )
    progress("")
    if as_json:
        print_json(created)
    else:
        _print_created(created, destination)


def _print_created(created: pipeline.Created, destination: Path) -> None:
    served = created.entities
    operations = sum(len(entity.operations) for entity in served)
    typer.echo(
        f"Created {destination}: {counted(len(served), 'entity')}, "
        f"{counted(operations, 'operation')}, "
        f"{counted(created.files, 'file')}.\n"
    )
    shown, more = first_of(served, _SHOWN)
    width = max((len(entity.name) for entity in shown), default=0)
    for entity in shown:
        names = " ".join(entity.operations)
        typer.echo(f"  {entity.name:{width}}  {entity.path}  {names}")
    if more:
        typer.echo(f"  and {more} more")
    _print_warnings(created, destination)
    typer.echo(
        "\nNext:\n"
        f"  cd {shlex.quote(str(destination))}\n"
        "  uv sync\n"
        "  uv run alembic upgrade head\n"
        f"  uv run uvicorn --factory {created.package}.main:create_app\n"
        "\nAPI documentation: http://127.0.0.1:8000/docs. Tests: `uv run pytest`."
    )


def _print_warnings(created: pipeline.Created, destination: Path) -> None:
    if created.enclosing:
        typer.echo(
            f"\nIt is inside the repository {created.enclosing}, so no new one was "
            "created; commit it there before updating it."
        )
        for path in created.at_root:
            typer.echo(
                f"{path} takes effect only at that repository's root: move it there, "
                f"and run its commands in {destination}."
            )
    if not created.version:
        typer.echo(
            f"\nIts blueprint {created.blueprint} is a folder without git, so the project can't "
            "be updated later: make it a repository, tag it, and create the project again."
        )
    elif created.elsewhere is not None:
        address = shlex.quote(created.elsewhere or "ADDRESS")
        typer.echo(
            f"\nIt follows the blueprint in {created.blueprint}, a folder of this machine. For "
            "CI and everybody else, commit, and name where its repository is: "
            f"`bd-scaffold update --blueprint {address}`."
        )
