"""Print what creating a project costs, beside plain Copier in the same run.

    python benchmarks/creating.py [ENTITIES ...]

CPU seconds (user and system, with children) and peak memory of a cold process, the better
of two runs; each entity has nine scalars, an enum and one relation. Wall times say little
on a shared machine, so there are none.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLUEPRINT = ROOT / "blueprints" / "fastapi"
SIZES = (10, 50, 200)

FIELDS = """\
      name: string(100) unique search sort
      summary: string(200)? search
      body: text?
      count: integer min(0) = 0 filter
      price: decimal(12,2) min(0) filter sort
      weight: float?
      active: boolean = true filter
      seen_at: datetime? filter
      due_on: date?
      state: enum(draft, open, closed) = draft filter
"""


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float  # seconds
    memory: int  # MiB

    def __str__(self) -> str:
        return f"{self.cpu:6.2f} s {self.memory:4d} MiB"


def design(entities: int) -> str:
    """Return a design in which each entity points to the one before it."""
    parts = ["name: measured\nentities:\n"]
    for number in range(entities):
        parts.append(f"  Thing{number}:\n    fields:\n{FIELDS}")
        if number:
            parts.append(f"      before: Thing{number - 1}? on_delete(set_null)\n")
    return "".join(parts)


def cost(folder: Path, *command: str) -> Cost:
    """Return what a command costs, its children included."""
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def better(measure: Callable[[Path], Cost], folder: Path) -> Cost:
    """Return the cheaper of two runs, so that the first one's cold disk doesn't count."""
    return min((measure(folder), measure(folder)), key=lambda each: each.cpu)


def creating(folder: Path) -> Cost:
    """Return the cost of `bd-scaffold create`, with its repository."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = str(Path(inside) / "made")
        arguments = ("create", made, "--design", str(folder / "design.yaml"))
        return cost(folder, "bd-scaffold", *arguments)


def copying(folder: Path) -> Cost:
    """Return the cost of `copier copy` of the same files from a model that is there."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = Path(inside)
        (made / ".bd").mkdir()
        for path in ("design.yaml", ".bd/model.yaml"):
            (made / path).write_bytes((folder / path).read_bytes())
        return cost(folder, "copier", "copy", "--quiet", str(BLUEPRINT), inside)


def compiling(folder: Path) -> Cost:
    """Return the cost of `bd-scaffold compile` after one field was added."""
    path = folder / "design.yaml"
    before, compiled = path.read_text(), (folder / ".bd/model.yaml").read_bytes()
    path.write_text(before + "      added: text?\n")
    measured = cost(folder, "bd-scaffold", "compile", ".")
    path.write_text(before)
    (folder / ".bd/model.yaml").write_bytes(compiled)
    return measured


def main() -> None:
    """Measure each size, and print a line for it as soon as it is done."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print(
        f"{'entities':>8}  {'create':>18}  {'compile a field':>18}  {'copier copy':>18}"
    )
    for entities in sizes:
        with tempfile.TemporaryDirectory() as inside:
            folder = Path(inside)
            (folder / "design.yaml").write_text(design(entities))
            cost(folder, "bd-scaffold", "compile", ".")
            measures = (creating, compiling, copying)
            costs = [better(each, folder) for each in measures]
        print(f"{entities:8d}  {'  '.join(str(each) for each in costs)}", flush=True)


if __name__ == "__main__":
    main()
