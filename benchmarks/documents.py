"""Print what documents cost: creating a project with them and without, and updating it.

    python benchmarks/documents.py [ENTITIES ...] [--runs N] [--json]

CPU seconds (user and system, with children) and peak memory of whole, cold processes, the
cheapest of some runs in turns; `README.md` says how to read them. One update is of a change
that no page tells of, a comment in the design, and one of what a single page tells: what a
field is described as.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measuring import (
    Build,
    Cost,
    Options,
    Result,
    cheapest,
    design,
    options,
    result,
    tell,
)
from update import commit, ours

SIZES = (50, 200)
ASKED = {"without": "", "with": "documents: true\n"}
FIELD = "count: integer min(0) = 0 filter"
DESCRIBED = (
    "count: {type: integer, min: 0, default: 0, filter: true, description: Copies.}"
)
CHANGES = {"untold": f"{FIELD}  # of copies", "told": DESCRIBED}


def written(folder: Path, entities: int, asked: str) -> Path:
    """Write a design into a folder of its own, with its documents or without."""
    folder.mkdir()
    (folder / "design.yaml").write_text(asked + design(entities))
    return folder


def creating(folder: Path) -> Cost:
    """Return the cost of `bd-scaffold create`, with its repository."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = str(Path(inside) / "made")
        return Build().run(folder, "create", made, "--design", "design.yaml")


def changed(folder: Path, name: str, then: str) -> Path:
    """Return a project of the folder's design, of which one field is written otherwise since."""
    Build().run(folder, "create", name, "--design", "design.yaml")
    project = folder / name
    file = project / "design.yaml"
    file.write_text(file.read_text().replace(FIELD, then, 1))
    commit(project)
    return project


def measure(asked: Options, entities: int) -> Result:
    """Return what projects of one size cost."""
    with tempfile.TemporaryDirectory() as inside:
        found: dict[str, Callable[[], Cost]] = {}
        for name, said in ASKED.items():
            folder = written(Path(inside, name), entities, said)
            found[f"create {name}"] = partial(creating, folder)
            for change, then in CHANGES.items():
                project = changed(folder, change, then)
                found[f"{change} {name}"] = partial(ours, project, Build(), "plan")
        costs = cheapest(found, asked.runs)
    beside = {f"{each} with": f"{each} without" for each in ("create", *CHANGES)}
    return result(entities, costs, beside)


if __name__ == "__main__":
    asked = options(__doc__, SIZES)
    tell(asked, partial(measure, asked))
