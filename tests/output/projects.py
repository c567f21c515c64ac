"""A created project, and how its own tools are started in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import verdicts

from bd_scaffold import pipeline

PLUGINS = Path(__file__).parent / "plugins"
_GAMUT = Path(__file__).parents[1] / "designs" / "gamut.yaml"

MakeDatabase = Callable[[str], str]
"""Makes an empty database whose name starts so; says its URL."""

PAIRS = [
    pytest.param(
        name,
        engine,
        marks=() if needed else pytest.mark.thorough,
        id=f"{name}-{engine}",
    )
    for name, engine, needed in (
        ("shop", "sqlite", True),
        ("shop", "postgresql", True),
        ("helpdesk", "postgresql", True),
        ("helpdesk", "sqlite", True),
        ("workshop", "postgresql", True),
        ("workshop", "sqlite", True),
        ("everything", "postgresql", True),
        ("everything", "sqlite", False),
        ("gamut", "postgresql", False),
        ("gamut", "sqlite", False),
        ("notes", "postgresql", False),
        ("notes", "sqlite", False),
    )
]
"""Projects with their engines: what only repeats another one's SQL is a part of the sweep."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project in a folder of its own, run with the packages of this environment."""

    name: str
    folder: Path
    digest: str = ""
    """What its files are, as they were created."""

    @property
    def package(self) -> str:
        return next((self.folder / "src").iterdir()).name

    @property
    def source(self) -> Path:
        return self.folder / "src" / self.package

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a process of this project."""
        path = os.pathsep.join([str(self.folder / "src"), str(PLUGINS)])
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COV_")}
        coverage = f"{self.folder}.coverage.{os.getpid()}"
        return {**kept, "PYTHONPATH": path, "COVERAGE_FILE": coverage, **more}

    def run(self, *arguments: str, **environment: str) -> str:
        """Run a Python module in the project; return what it says, or fail with it."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}:\n{done.stdout[-6000:]}"
        return done.stdout

    def says(self, script: str, **environment: str) -> str:
        """Return what a script prints that is run in the project, or fail with all it says."""
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=self.folder,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def proves(self, *arguments: str, on: str = "", **environment: str) -> str:
        """Return what a module says that succeeds on these files, now or at an earlier time."""
        subject = (self.digest, on, *arguments)
        said = verdicts.known(*subject)
        if said is None:
            said = self.run(*arguments, **environment)
            verdicts.remember(said, *subject)
        return said

    def check_types(self) -> None:
        """Run mypy, which remembers what it found of the packages that the project uses."""
        with verdicts.types_of_packages(self.package) as cache:
            self.proves("mypy", MYPY_CACHE_DIR=str(cache))


def created(name: str, folder: Path) -> None:
    """Create the project of an example or of the gamut, and its digest beside it."""
    design, source = _design(name)
    pipeline.create(
        design, source, folder, repository=False, progress=lambda _words: None
    )
    folder.with_name(f"{folder.name}.digest").write_text(verdicts.digest(folder))


def project_of(design: str, name: str, folder: Path) -> Project:
    """Create the project of a design in a folder, and return it."""
    pipeline.create(
        design.encode(),
        f"{name}.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    return Project(name, folder, verdicts.digest(folder))


def prove_part(project: Project, code: str, on: str, url: str) -> None:
    """Hold a folder of code, `tests/test_<folder>.py` and all types to what is asked of them."""
    tests = f"tests/test_{code}.py"
    project.proves("black", "--check", "--diff", "--quiet", code, tests)
    project.proves("ruff", "check", "--no-cache", code, tests)
    project.check_types()
    pytest = ("pytest", "-q", "-p", "no:cacheprovider", "--no-cov", tests)
    project.proves(*pytest, on=on, TEST_DATABASE_URL=url)


def _design(name: str) -> tuple[bytes, str]:
    if name == "gamut":
        return _GAMUT.read_bytes(), _GAMUT.name
    return pipeline.read(pipeline.example(name)), name


def project_in(folder: Path, name: str) -> Project:
    """Return the project that was created in a folder."""
    digest = folder.with_name(f"{folder.name}.digest").read_text()
    return Project(name, folder, digest)
