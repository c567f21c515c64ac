"""Write `examples/NAME/` anew from each `examples/designs/NAME.yaml`.

Read the difference like code: it is what every project will be offered.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bd_scaffold import pipeline
from bd_scaffold.emit.write import write

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def regenerate(name: str, folder: Path) -> None:
    """Write the example's project into a folder, and nothing else."""
    text = pipeline.read(pipeline.example(name))
    model = pipeline.resolve(pipeline.check(text, name))
    shutil.rmtree(folder, ignore_errors=True)
    write(pipeline.render(text, model), folder)


if __name__ == "__main__":
    for each in pipeline.examples():
        regenerate(each, EXAMPLES / each)
