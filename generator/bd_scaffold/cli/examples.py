"""`bd-scaffold examples`."""

from __future__ import annotations

import typer

from bd_scaffold import pipeline

from .options import command

app = command("examples")


@app.command()
def examples() -> None:
    """List the bundled example designs."""
    for name in pipeline.examples():
        typer.echo(name)
