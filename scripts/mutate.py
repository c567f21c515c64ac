"""Change one thing at a time in the code of a created project, and see whether its tests notice.

    python scripts/mutate.py [FILE ...] [--children N] [--keep FOLDER]

The files are those that pages, filters, PATCH, transitions, keys of requests and errors go
through; parts of their names choose some of them. mutmut makes the changes, and runs for each
the tests that reach its function. A change that no test notices has SURVIVED, unless
`tests/shared/mutants.yaml` says why it may; the command fails if one has no reason there. All of
it takes about two hours on two idle cores; a folder that was kept is gone on with.
"""

from __future__ import annotations

import argparse
import json
import os
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
    "core/batches.py",
    "core/upserts.py",
    "core/idempotency.py",
    "core/http/batch.py",
    "core/http/error_responses.py",
    "core/http/idempotency.py",
    "core/http/responses.py",
    "core/http/upserts.py",
    "core/db/batches.py",
    "core/db/conditions.py",
    "core/db/constraints.py",
    "core/db/cursors.py",
    "core/db/faults.py",
    "core/db/filter_forms.py",
    "core/db/repository.py",
    "core/db/search.py",
    "core/db/shape.py",
    "core/db/transitions.py",
    "core/db/upserts.py",
)
# Each change runs the tests that reach it: those that go the same ways only on their way to
# something else would be most of them, and notice nothing that the others do not.
_LEFT_OUT = (
    "tests/test_fuzz.py",  # draws other requests each time, for minutes
    "tests/access",  # attacks each operation in the same ways
    "tests/core/test_account_commands.py",  # the rest is about who asks, and how often
    "tests/core/test_api_keys.py",
    "tests/core/test_hardening.py",
    "tests/core/test_keys.py",
    "tests/core/test_passwords.py",
    "tests/core/test_rate_limit.py",
    "tests/core/test_recovery.py",
    "tests/core/test_sign_in_commands.py",
    "tests/core/test_timeout.py",
    "tests/core/test_tokens.py",
)
_COPIED = ("migrations", "alembic.ini", "openapi.yaml", "design.yaml", "docs")
# What a second look finds imported already: nothing of the project.
_PRELOADED = (
    "aiosqlite",
    "alembic.command",
    "fastapi",
    "httpx",
    "sqlalchemy.ext.asyncio",
)
_UNASKED = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
_ENDS: dict[int | None, str] = {
    0: "survived",
    33: "reached by no test",
    None: "not tried",
}


def main() -> None:
    """Print what survived, and how many were noticed."""
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
        present = [f for f in FILES if (project / "src" / package / f).exists()]
        chosen = [f for f in present if any(part in f for part in asked.files or [""])]
        sources = [f"src/{package}/{file}" for file in present]
        children = ("--max-children", str(asked.children))
        _configure(project, sources, "collect")
        if names := list(_undecided(project, package, chosen)):
            _mutmut(project, "run", *children, *names)
        # All is imported there when the tests of a change begin, which saves most of the time;
        # and a change in what is done while a module is imported comes too late to be noticed.
        _configure(project, sources, "import")
        if names := list(_survivors(project, package, chosen)):
            _mutmut(project, "run", *children, *names)
        found = [
            (file, *each) for file in chosen for each in _found(project, package, file)
        ]
        unexplained = _told(project, found)
    ends = Counter(_ENDS.get(code, "noticed") for _, _, code in found)
    for end, count in ends.most_common():
        print(f"{count:5} {end}")
    print(f"{unexplained:5} without a reason")
    print(f"Score: {ends['noticed'] / max(1, len(found)):.1%} of {len(found)}")
    sys.exit(1 if unexplained else 0)


def _told(project: Path, found: Sequence[tuple[str, str, int | None]]) -> int:
    """Print the changes that no test noticed; return how many have no reason."""
    import mutants

    unexplained = 0
    for file, name, code in found:
        if code not in _ENDS:
            continue
        lines = _changed(_mutmut(project, "show", name)) if code is not None else ()
        reason = mutants.reason(file, lines)
        unexplained += not reason
        function = name.rpartition("__mutmut_")[0].rpartition(".")[2]
        print(f"{file} {function}: {reason or _ENDS[code].upper()}")
        print(*(f"    {line}" for line in lines), sep="\n")
    return unexplained


def _create(project: Path) -> None:
    from bd_scaffold import pipeline

    pipeline.create(
        DESIGN.read_bytes(),
        DESIGN.name,
        project,
        repository=False,
        progress=lambda _words: None,
    )


def _configure(project: Path, files: Sequence[str], warmup: str) -> None:
    """Say to mutmut what it changes, and which tests it runs.

    All of the files each time: it asks only once which tests reach which function.
    """
    manifest = project / "pyproject.toml"
    text = manifest.read_text().partition("\n[tool.mutmut]\n")[0]
    ignored = (f"--ignore={path}" for path in _LEFT_OUT)
    preloaded = project.parent / "preloaded.txt"
    preloaded.write_text("\n".join(_PRELOADED))
    # Each run of the tests is a process of its own: what one has left would be in the next's way.
    said = {
        "source_paths": ["src"],
        "only_mutate": list(files),
        "process_isolation": "forkserver",
        "forkserver_warmup": warmup,
        "preload_modules_file": str(preloaded.resolve()),
        "also_copy": list(_COPIED),
        "timeout_constant": 60.0,
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "--no-cov", *_UNASKED],
        "pytest_add_cli_args_test_selection": ["tests", *ignored],
    }
    lines = (f"{name} = {json.dumps(value)}" for name, value in said.items())
    manifest.write_text("\n".join([text, "[tool.mutmut]", *lines, ""]))


def _undecided(project: Path, package: str, files: Sequence[str]) -> Iterator[str]:
    """Yield the names of the mutants to try: what a run before has told is not asked again."""
    for file in files:
        found = _found(project, package, file)
        if found:
            yield from (name for name, code in found if code is None)
        else:
            module = file.removesuffix(".py").replace("/", ".")
            yield f"{package}.{module}.*"


def _survivors(project: Path, package: str, files: Sequence[str]) -> Iterator[str]:
    """Yield the names of the mutants that no test has noticed."""
    for file in files:
        yield from (n for n, code in _found(project, package, file) if code == 0)


def _mutmut(project: Path, *arguments: str) -> str:
    """Return what mutmut prints. It is in no lock of ours: nothing else needs it."""
    command = ["uv", "run", "-q", "--active", "--no-project", "--with", MUTMUT]
    done = subprocess.run(
        [*command, "python", "-m", "mutmut", *arguments],
        cwd=project,
        env={k: v for k, v in os.environ.items() if k != "TEST_DATABASE_URL"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        # Its spinner alone would fill a screen.
        sys.exit(f"mutmut {arguments[0]}: {done.stdout[-6000:]}")
    return done.stdout


def _found(project: Path, package: str, file: str) -> list[tuple[str, int | None]]:
    """Return the mutants of a file, and how the tests of each ended."""
    meta = project / "mutants" / "src" / package / f"{file}.meta"
    if not meta.exists():
        return []
    return list(json.loads(meta.read_text())["exit_code_by_key"].items())


def _changed(difference: str) -> tuple[str, ...]:
    """Return the lines that a change took away and put in, without their indentation."""
    return tuple(
        f"{line[0]} {line[1:].strip()}"
        for line in difference.splitlines()
        if line[:1] in ("-", "+") and not line.startswith(("---", "+++"))
    )


if __name__ == "__main__":
    main()
