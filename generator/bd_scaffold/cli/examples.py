"""`bd-scaffold examples`."""

from __future__ import annotations

from bd_scaffold import pipeline
from bd_scaffold.terminal import print_json, print_lines

from .options import Json, command

app = command("examples")


@app.command()
def examples(as_json: Json = False) -> None:
    """List the bundled example designs."""
    if as_json:
        print_json({"examples": list(pipeline.examples())})
    else:
        print_lines(pipeline.examples())
