"""Print what one more field costs a project that was edited, beside plain Copier in one run.

    python benchmarks/update.py [ENTITIES ...]

CPU seconds (user and system, with children) and peak memory of whole, cold processes, the
better of two runs; `README.md` says how to read them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from create import CREATE, ENVIRONMENT, Cost, better, cost, design

SIZES = (10, 100, 200)
EDITED = 20
MINE = "\n\ndef mine() -> int:\n    return 1\n"

ENVIRONMENT["PATH"] = os.pathsep.join(
    [str(Path(sys.executable).parent), os.environ["PATH"]]
)
ENVIRONMENT |= {
    f"GIT_{role}_{field}": "bench@localhost"
    for role in ("AUTHOR", "COMMITTER")
    for field in ("NAME", "EMAIL")
}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "work")


def edited(folder: Path, entities: int) -> Path:
    """Return a project with edits in twenty of its services and one more field designed."""
    project = folder / "project"
    (folder / "design.yaml").write_text(design(entities))
    cost(folder, *CREATE, "create", "project", "--design", "design.yaml")
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


def ours(project: Path, folder: Path, command: str) -> Cost:
    """Return the cost of one of our commands in a copy of the project."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        copy = copied(project, Path(inside))
        return cost(copy, *CREATE, command)


def copiers(project: Path, folder: Path) -> Cost:
    """Return the cost of plain `copier update` in a copy whose design is compiled."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        copy = copied(project, Path(inside))
        cost(copy, *CREATE, "compile")
        commit(copy)
        return cost(copy, sys.executable, "-m", "copier", "update", "--quiet")


def main() -> None:
    """Measure each size, and print a line for it as soon as it is done."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    heads = ("plan", "update", "copier update")
    print(f"entities {' '.join(f'{head:>17}' for head in heads)}  ratio")
    for entities in sizes:
        with tempfile.TemporaryDirectory() as inside:
            folder = Path(inside)
            project = edited(folder, entities)
            costs = [
                better(partial(ours, project, command="plan"), folder),
                better(partial(ours, project, command="update"), folder),
                better(partial(copiers, project), folder),
            ]
        print(
            f"{entities:8d} {' '.join(str(each) for each in costs)}"
            f"  {costs[1].cpu / costs[2].cpu:5.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
