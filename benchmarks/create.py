"""Print what creating a project costs, beside plain Copier in the same run.

    python benchmarks/create.py [ENTITIES ...]

CPU seconds (user and system, with children) and peak memory of whole, cold processes, the
better of two runs; `README.md` says how to read them.
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
CREATE = (sys.executable, "-m", "bd_scaffold")
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(ROOT / "generator"),
}

FIELDS = """\
      name: string(100) unique search sort
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
        return f"{self.cpu:5.2f} s {self.memory:4d} MiB"


def design(entities: int) -> str:
    """Return a design: eight scalars, an enum and one or two relations an entity."""
    parts = ["name: measured\nentities:\n"]
    for number in range(entities):
        parts.append(f"  Thing{number}:\n    fields:\n{FIELDS}")
        if number:
            parts.append(f"      before: Thing{number - 1}? on_delete(set_null)\n")
        if number % 2:
            parts.append(f"      under: Thing{number // 2} filter\n")
    return "".join(parts)


def cost(folder: Path, *command: str) -> Cost:
    """Return what a command costs, its children included."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
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
        return cost(folder, *CREATE, *arguments)


def copying(folder: Path) -> Cost:
    """Return the cost of `copier copy` of the same files from a model that is there."""
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        made = Path(inside)
        (made / ".bd").mkdir()
        for path in ("design.yaml", ".bd/model.yaml"):
            (made / path).write_bytes((folder / path).read_bytes())
        return cost(
            folder,
            sys.executable,
            "-m",
            "copier",
            "copy",
            "--quiet",
            str(BLUEPRINT),
            inside,
        )


# Prints what one process spends on the contract's classes, the generator's import included.
CLASSES = """
import gc, resource, sys
from pathlib import Path
from bd_scaffold import model, pipeline
from bd_scaffold.contract import dtos

gc.disable()  # as the command line does
built = model.build(pipeline.check(Path(sys.argv[1]).read_bytes(), "design.yaml"))
before = resource.getrusage(resource.RUSAGE_SELF)
dtos.modules(built, built.entities)
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
print(after.ru_maxrss // 1024)
"""


def classes(folder: Path) -> Cost:
    """Return the part of it that datamodel-code-generator takes."""
    said = subprocess.run(
        [sys.executable, "-c", CLASSES, str(folder / "design.yaml")],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    cpu, memory = said.split()
    return Cost(float(cpu), int(memory))


def compiling(folder: Path) -> Cost:
    """Return the cost of `bd-scaffold compile` after one field was added."""
    path = folder / "design.yaml"
    before, compiled = path.read_text(), (folder / ".bd/model.yaml").read_bytes()
    path.write_text(before + "      added: text?\n")
    measured = cost(folder, *CREATE, "compile", ".")
    path.write_text(before)
    (folder / ".bd/model.yaml").write_bytes(compiled)
    return measured


def main() -> None:
    """Measure each size, and print a line for it as soon as it is done."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    heads = ("create", "its classes", "compile a field", "copier copy")
    print(
        f"entities {' '.join(f'{head:>17}' for head in heads)}  beyond classes  ratio"
    )
    for entities in sizes:
        with tempfile.TemporaryDirectory() as inside:
            folder = Path(inside)
            (folder / "design.yaml").write_text(design(entities))
            cost(folder, *CREATE, "compile", ".")
            measures = (creating, classes, compiling, copying)
            costs = [better(each, folder) for each in measures]
        create, made, _, copy = costs
        print(
            f"{entities:8d} {' '.join(str(each) for each in costs)}"
            f"  {create.cpu - made.cpu:12.2f} s  {create.cpu / copy.cpu:5.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
