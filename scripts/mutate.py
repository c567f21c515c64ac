"""Change one thing at a time in the code of a created project, and see whether its tests notice.

    python scripts/mutate.py [FILE ...] [--children N] [--keep FOLDER]

The files are those that pages, filters, PATCH, transitions, keys of requests and errors go
through; parts of their names choose some of them. mutmut makes the changes, and runs for each
the tests that reach its function. A change that no test notices has SURVIVED, unless
`tests/shared/mutants.yaml` says why it may; the command fails if one has no reason there. All of
it takes about an hour on two cores; a folder that was kept is gone on with.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "shared"), str(ROOT / "generator")]

DESIGN = ROOT / "tests" / "designs" / "together.yaml"
MUTMUT = "mutmut==3.8.1"
FILES = (
    "core/queries.py",
    "core/cursors.py",
    "core/cursor_service.py",
    "core/service.py",
    "core/transition_service.py",
    "core/idempotency.py",
    "core/http/error_responses.py",
    "core/http/idempotency.py",
    "core/http/responses.py",
    "core/db/conditions.py",
    "core/db/constraints.py",
    "core/db/cursors.py",
    "core/db/faults.py",
    "core/db/filter_forms.py",
    "core/db/repository.py",
    "core/db/search.py",
    "core/db/shape.py",
    "core/db/transitions.py",
)
_COPIED = ("migrations", "alembic.ini", "openapi.yaml", "design.yaml", "docs")
_SURVIVED, _UNREACHED = 0, 33
_ENDS = {_SURVIVED: "survived", _UNREACHED: "reached by no test"}


def main() -> None:
    """Print what survived, and how many were noticed."""
    import mutants

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="parts of the files' names")
    parser.add_argument("--children", type=int, default=2, help="tests at a time")
    parser.add_argument("--keep", type=Path, help="where the project is, and stays")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        project = folder / "project"
        if not project.exists():
            _create(project)
        package = next((project / "src").iterdir()).name
        chosen = [
            f"src/{package}/{file}"
            for file in FILES
            if any(part in file for part in asked.files or [""])
            and (project / "src" / package / file).exists()
        ]
        _configure(project, chosen)
        _run(project, "run", "--max-children", str(asked.children))
        found = [(file, *each) for file in chosen for each in _found(project, file)]
        ends = Counter(_ENDS.get(code, "noticed") for _, _, code in found)
        unexplained = 0
        for file, name, code in found:
            if code not in _ENDS:
                continue
            lines = _changed(_run(project, "show", name))
            reason = mutants.reason(file.removeprefix(f"src/{package}/"), lines)
            unexplained += not reason
            function = name.rpartition("__mutmut_")[0].rpartition(".")[2]
            print(f"{file} {function}: {reason or _ENDS[code].upper()}")
            print(*(f"    {line}" for line in lines), sep="\n")
    for end, count in ends.most_common():
        print(f"{count:5} {end}")
    print(f"{unexplained:5} without a reason")
    sys.exit(1 if unexplained else 0)


def _create(project: Path) -> None:
    from bd_scaffold import pipeline

    pipeline.create(
        DESIGN.read_bytes(),
        DESIGN.name,
        project,
        repository=False,
        progress=lambda _words: None,
    )


def _configure(project: Path, files: Sequence[str]) -> None:
    """Say to mutmut what it changes, and which tests it runs."""
    manifest = project / "pyproject.toml"
    text = manifest.read_text().partition("\n[tool.mutmut]\n")[0]
    # Each run of the tests is a process of its own: what one has left would be in the next's way.
    said = {
        "source_paths": ["src"],
        "only_mutate": list(files),
        "process_isolation": "forkserver",
        "also_copy": list(_COPIED),
        "timeout_constant": 60.0,
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "--no-cov"],
        "pytest_add_cli_args_test_selection": ["tests", "--ignore=tests/test_fuzz.py"],
    }
    lines = (f"{name} = {json.dumps(value)}" for name, value in said.items())
    manifest.write_text("\n".join([text, "[tool.mutmut]", *lines, ""]))


def _run(project: Path, *arguments: str) -> str:
    """Run mutmut, which is in no lock of ours: nothing else needs it."""
    command = ["uv", "run", "-q", "--active", "--no-project", "--with", MUTMUT]
    shown = arguments[0] == "show"
    done = subprocess.run(
        [*command, "python", "-m", "mutmut", *arguments],
        cwd=project,
        stdout=subprocess.PIPE if shown else None,
        text=True,
        check=True,
    )
    return done.stdout or ""


def _found(project: Path, file: str) -> Iterator[tuple[str, int]]:
    """Yield the mutants of a file, and how the tests of each ended."""
    meta = json.loads((project / "mutants" / f"{file}.meta").read_text())
    yield from meta["exit_code_by_key"].items()


def _changed(difference: str) -> tuple[str, ...]:
    """Return the lines that a change took away and put in, without their indentation."""
    return tuple(
        f"{line[0]} {line[1:].strip()}"
        for line in difference.splitlines()
        if line[:1] in ("-", "+") and not line.startswith(("---", "+++"))
    )


if __name__ == "__main__":
    main()
