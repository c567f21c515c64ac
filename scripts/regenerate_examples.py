"""Write the committed output in `examples/` anew from the designs in `examples/designs/`.

Read the difference like code: it is what every project will be offered. The design of 50
entities has none, since nobody could read that; its project is run instead.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bd_scaffold import pipeline
from bd_scaffold.render.write import write
from bd_scaffold.tree import Tree

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
GOLDEN = ("notes", "shop", "helpdesk", "workshop", "chat")


def written(name: str) -> Tree:
    """Return the project that is written today of the example's design."""
    text = pipeline.read(pipeline.example(name))
    return pipeline.render(text, pipeline.build(pipeline.check(text, name)))


def regenerate(name: str) -> None:
    """Write the example's project into its folder, and nothing else."""
    folder = EXAMPLES / name
    shutil.rmtree(folder, ignore_errors=True)
    write(written(name), folder)


if __name__ == "__main__":
    for each in GOLDEN:
        regenerate(each)
