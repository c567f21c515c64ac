"""Change one thing at a time in the code of a created project, and see whether its tests notice.

    python scripts/mutate.py [FILE ...] [--children N] [--keep FOLDER]

The files are those that pages, filters, PATCH, batches, transitions, keys of requests and errors
go through; parts of their names choose some of them. mutmut makes the changes, and runs for each
the tests that reach its function. A change that no test notices has SURVIVED, unless
`tests/shared/mutants.yaml` says why it may; the command fails if one has no reason there. All of
it takes an hour or more on two idle cores, and says each minute how far it is; a folder that was
kept is gone on with.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
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
# How mutmut and pytest say it: https://docs.pytest.org/en/stable/reference/exit-codes.html
_ENDS: dict[int | None, str] = {
    **dict.fromkeys((1, 3), "noticed"),
    **dict.fromkeys((24, -24, -9, 36, 152), "noticed by a limit of time"),
    255: "noticed as soon as it is imported",
    0: "survived",
    **dict.fromkeys((5, 33), "reached by no test"),
    None: "not tried",
}
_STRANGE = "ended in another way"
_NOTICED = {_ENDS[1], _ENDS[36], _ENDS[255]}


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
        chosen = [f for f in FILES if any(part in f for part in asked.files or [""])]
        run = _Run(project, package, asked.children)
        run.try_all(chosen)
        run.try_survivors_again(chosen)
        found = [(file, *each) for file in chosen for each in run.found(file)]
        unexplained = _told(run, found)
    ends = Counter(_end(code) for _, _, code in found)
    for end, count in ends.most_common():
        print(f"{count:5} {end}")
    print(f"{unexplained:5} without a reason")
    noticed = sum(ends[end] for end in _NOTICED)
    print(f"Score: {noticed / max(1, len(found)):.1%} of {len(found)}")
    sys.exit(1 if unexplained else 0)


def _end(code: int | None) -> str:
    return _ENDS.get(code, _STRANGE)


def _told(run: _Run, found: Sequence[tuple[str, str, int | None]]) -> int:
    """Print the changes that no test noticed; return how many have no reason."""
    unexplained = 0
    for file, name, code in found:
        if _end(code) in _NOTICED:
            continue
        reason = run.reason(file, name)
        unexplained += not reason
        function = name.rpartition(".")[2].rpartition("__mutmut_")[0]
        print(f"{file} {function}: {reason or _end(code).upper()}")
        print(*(f"    {line}" for line in run.lines(file, name)), sep="\n")
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


class _Run:
    """mutmut in a project, which keeps there what it has found."""

    def __init__(self, project: Path, package: str, children: int) -> None:
        self._project = project
        self._package = package
        self._children = children
        self._seen_twice = project.parent / "seen_twice.json"
        self._changes: dict[str, Mapping[str, Sequence[str]]] = {}

    def try_all(self, files: Sequence[str]) -> None:
        """Try the changes that were not tried yet."""
        names = [*self._undecided(files)]
        if not names:
            return
        self._configure("collect")
        # Without names, it tries whatever was not tried; and it compares each name with each.
        self._mutmut(*(names if {*files} != {*FILES} else ()), progress=files)

    def try_survivors_again(self, files: Sequence[str]) -> None:
        """Try what no test noticed with nothing imported when the tests of a change begin.

        That all is imported there saves most of the time; and a change in what is done while a
        module is imported comes too late to be noticed.
        """
        seen = (
            set(json.loads(self._seen_twice.read_text())) if self._has_seen() else set()
        )
        names = [name for name in self._survivors(files) if name not in seen]
        if not names:
            return
        self._configure("import")
        with self._reaching_more():
            self._mutmut(*names)
        self._seen_twice.write_text(json.dumps(sorted({*seen, *names})))

    @contextmanager
    def _reaching_more(self) -> Iterator[None]:
        """Have what is called by an import tried by the tests of its whole package.

        mutmut takes the first of all tests for what reaches it. The contract is made of it, too.
        """
        stats = self._project / "mutants" / "mutmut-stats.json"
        text = stats.read_text()
        said = json.loads(text)
        tests, reached = [*said["duration_by_test"]], said[
            "tests_by_mangled_function_name"
        ]
        contract = [each for each in tests if each.startswith("tests/test_contract.py")]
        for function, found in reached.items():
            if tests[0] in found:
                package = function.rsplit(".", 2)[0]
                beside = (reached[n] for n in reached if n.startswith(f"{package}."))
                reached[function] = sorted({*contract}.union(*beside))
        stats.write_text(json.dumps(said))
        yield
        stats.write_text(text)

    def found(self, file: str) -> list[tuple[str, int | None]]:
        """Return the changes of a file, and how the tests of each ended."""
        meta = self._place(f"{file}.meta")
        if not meta.exists():
            return []
        return list(json.loads(meta.read_text())["exit_code_by_key"].items())

    def _place(self, file: str) -> Path:
        return self._project / "mutants" / "src" / self._package / file

    def _has_seen(self) -> bool:
        return self._seen_twice.exists()

    def _undecided(self, files: Sequence[str]) -> Iterator[str]:
        for file in files:
            if found := self.found(file):
                yield from (name for name, code in found if code is None)
            else:
                module = file.removesuffix(".py").replace("/", ".")
                yield f"{self._package}.{module}.*"

    def reason(self, file: str, name: str) -> str:
        """Return why no test has to notice a change of a file; nothing if one has to."""
        import mutants

        return mutants.reason(file, self.lines(file, name)) or ""

    def lines(self, file: str, name: str) -> Sequence[str]:
        """Return the lines that a change takes away and puts in."""
        import mutants

        if file not in self._changes:
            self._changes[file] = mutants.changes(self._place(file).read_text())
        return self._changes[file][name.rpartition(".")[2]]

    def _survivors(self, files: Sequence[str]) -> Iterator[str]:
        for file in files:
            for name, code in self.found(file):
                if code == 0 and not self.reason(file, name):
                    yield name

    def _configure(self, warmup: str) -> None:
        """Say to mutmut what it changes, and which tests it runs.

        All of the files each time: it asks only once which tests reach which function.
        """
        manifest = self._project / "pyproject.toml"
        text = manifest.read_text().partition("\n[tool.mutmut]\n")[0]
        ignored = (f"--ignore={path}" for path in _LEFT_OUT)
        preloaded = self._project.parent / "preloaded.txt"
        preloaded.write_text("\n".join(_PRELOADED))
        # Each run of the tests is a process of its own: what one has left would be in the next's
        # way.
        said = {
            "source_paths": ["src"],
            "only_mutate": [f"src/{self._package}/{file}" for file in FILES],
            "process_isolation": "forkserver",
            "forkserver_warmup": warmup,
            "preload_modules_file": str(preloaded.resolve()),
            "also_copy": list(_COPIED),
            # What is imported first takes its time, on a busy machine more than ten seconds.
            "timeout_constant": 10.0 if warmup == "collect" else 60.0,
            "timeout_multiplier": 2.0,  # of which it takes twice as many of the processor's
            "pytest_add_cli_args": ["-p", "no:cacheprovider", "--no-cov", *_UNASKED],
            "pytest_add_cli_args_test_selection": ["tests", *ignored],
        }
        lines = (f"{name} = {json.dumps(value)}" for name, value in said.items())
        manifest.write_text("\n".join([text, "[tool.mutmut]", *lines, ""]))

    def _mutmut(self, *names: str, progress: Sequence[str] = ()) -> None:
        """Run mutmut, which is in no lock of ours: nothing else needs it."""
        command = ["uv", "run", "-q", "--active", "--no-project", "--with", MUTMUT]
        command += [
            "python",
            "-m",
            "mutmut",
            "run",
            "--max-children",
            str(self._children),
        ]
        log = self._project.parent / "mutmut.log"
        with log.open("w") as output:  # of which its spinner is most
            running = subprocess.Popen(
                [*command, *names],
                cwd=self._project,
                env={k: v for k, v in os.environ.items() if k != "TEST_DATABASE_URL"},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                self._wait(running, progress)
            finally:
                running.terminate()
        if running.returncode:
            sys.exit(f"mutmut failed: {log.read_text()[-6000:]}")

    def _wait(self, running: subprocess.Popen[bytes], files: Sequence[str]) -> None:
        began = time.monotonic()
        while running.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                running.wait(timeout=60)
            minutes = (time.monotonic() - began) / 60
            ends = Counter(_end(c) for file in files for _, c in self.found(file))
            told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
            print(f"{minutes:.0f} minutes: {told or 'on the way'}", file=sys.stderr)


if __name__ == "__main__":
    main()
