"""`bd-scaffold schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from bd_scaffold import pipeline
from bd_scaffold.terminal import print_json

from .options import From, command

app = command("schema")


@app.command()
def schema(
    blueprint: From = None,
    model: Annotated[
        bool,
        typer.Option(
            "--model", help="Print the schema of the model that templates see."
        ),
    ] = False,
) -> None:
    """Print the JSON Schema of the design language."""
    if model:
        print_json(pipeline.model_schema())
        return
    origin = pipeline.origin(blueprint, None)
    print_json(pipeline.schema(pipeline.words_for(origin)))
