"""Print what checking a design and creating its project cost, beside plain Copier in one run.

    python benchmarks/create.py [ENTITIES ...] [--before PYTHON] [--runs N] [--json]

CPU seconds (user and system, with children) and peak memory of whole, cold processes, the
cheapest of some runs; `README.md` says how to read them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measuring import (
    ROOT,
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

SIZES = (10, 50, 200)
COMMANDS = ("check", "create", "compile")


def checking(folder: Path, build: Build) -> Cost:
    """Return the cost of `bd-scaffold check`."""
    return build.run(folder, "check", "design.yaml")


def creating(folder: Path, build: Build) -> Cost:
    """Return the cost of `bd-scaffold create`, with its repository."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = str(Path(inside) / "made")
        return build.run(folder, "create", made, "--design", "design.yaml")


def compiling(folder: Path, build: Build) -> Cost:
    """Return the cost of `bd-scaffold compile` after one field was added."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        changed = Path(inside)
        text = (folder / "design.yaml").read_text()
        (changed / "design.yaml").write_text(text)
        build.run(changed, "compile", ".")
        (changed / "design.yaml").write_text(f"{text}      added: text?\n")
        return build.run(changed, "compile", ".")


def copying(folder: Path) -> Cost:
    """Return the cost of `copier copy` of the same files from a model that is there."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = Path(inside)
        (made / "design.yaml").write_bytes((folder / "design.yaml").read_bytes())
        Build().run(made, "compile", ".")
        blueprint = str(ROOT / "blueprints")
        return Build().module(made, "copier", "copy", "--quiet", blueprint, ".")


def measures(folder: Path, asked: Options) -> dict[str, Callable[[], Cost]]:
    """Return everything that is measured, by its name."""
    found: dict[str, Callable[[], Cost]] = {}
    measured = (checking, creating, compiling)
    for name, each in zip(COMMANDS, measured, strict=True):
        found[name] = partial(each, folder, Build())
        if asked.before:
            found[f"{name} before"] = partial(each, folder, asked.before)
    return found | {"copier copy": partial(copying, folder)}


def measure(asked: Options, entities: int) -> Result:
    """Return what projects of one size cost."""
    with tempfile.TemporaryDirectory() as inside:
        folder = Path(inside)
        (folder / "design.yaml").write_text(design(entities))
        costs = cheapest(measures(folder, asked), asked.runs)
    beside = {name: f"{name} before" for name in COMMANDS}
    found = result(entities, costs, {"create": "copier copy"})
    older = result(entities, costs, beside)
    return Result(entities, costs, {**found.ratios, **older.ratios})


if __name__ == "__main__":
    asked = options(__doc__, SIZES)
    tell(asked, partial(measure, asked))
