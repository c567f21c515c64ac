"""Print what one more field costs a project that was edited, beside plain Copier in one run.

    python benchmarks/update.py [ENTITIES ...] [--before PYTHON] [--runs N] [--json]

CPU seconds (user and system, with children) and peak memory of whole, cold processes, the
cheapest of some runs; `README.md` says how to read them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
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

SIZES = (10, 100, 200)
EDITED = 20
MINE = "\n\ndef mine() -> int:\n    return 1\n"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=Build().environment, check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "work")


def edited(folder: Path, entities: int, build: Build) -> Path:
    """Return a build's project with edits in twenty services and one more field designed."""
    folder.mkdir()
    (folder / "design.yaml").write_text(design(entities))
    build.run(folder, "create", "project", "--design", "design.yaml")
    project = folder / "project"
    for service in sorted(project.glob("src/measured/*/service.py"))[:EDITED]:
        service.write_text(service.read_text() + MINE)
    commit(project)
    with (project / "design.yaml").open("a") as file:
        file.write("      added: text?\n")
    commit(project)
    return project


def copied(project: Path, folder: Path) -> Path:
    """Return a copy of a project whose index knows its files, as that of a used one does."""
    copy = shutil.copytree(project, folder / "project")
    git(copy, "update-index", "--refresh", "-q")
    return copy


def ours(project: Path, build: Build, command: str) -> Cost:
    """Return the cost of one of a build's commands in a copy of the project."""
    with tempfile.TemporaryDirectory(dir=project.parent) as inside:
        return build.run(copied(project, Path(inside)), command)


def copiers(project: Path) -> Cost:
    """Return the cost of plain `copier update` in a copy whose design is compiled."""
    with tempfile.TemporaryDirectory(dir=project.parent) as inside:
        copy = copied(project, Path(inside))
        Build().run(copy, "compile")
        commit(copy)
        return Build().module(copy, "copier", "update", "--quiet")


def measures(
    now: Path, before: Path | None, asked: Options
) -> Mapping[str, Callable[[], Cost]]:
    """Return everything that is measured, by its name."""
    found: dict[str, Callable[[], Cost]] = {}
    for name in ("plan", "update"):
        found[name] = partial(ours, now, Build(), name)
        if before and asked.before:
            found[f"{name} before"] = partial(ours, before, asked.before, name)
    return found | {"copier update": partial(copiers, now)}


def measure(asked: Options, entities: int) -> Result:
    """Return what updates of one size cost."""
    with tempfile.TemporaryDirectory() as inside:
        now = edited(Path(inside, "now"), entities, Build())
        older = asked.before
        before = edited(Path(inside, "before"), entities, older) if older else None
        costs = cheapest(measures(now, before, asked), asked.runs)
    beside = result(entities, costs, {"update": "copier update"})
    earlier = result(entities, costs, {n: f"{n} before" for n in ("plan", "update")})
    return Result(entities, costs, {**beside.ratios, **earlier.ratios})


if __name__ == "__main__":
    asked = options(__doc__, SIZES)
    tell(asked, partial(measure, asked))
