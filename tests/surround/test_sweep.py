"""A sweep that failed, or was cut off, goes on with what has not passed yet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import sweep

CONFTEST = """
from pathlib import Path

from sweep import Sweep


def pytest_configure(config):
    config.pluginmanager.register(Sweep(config, Path("noted/passed")))
"""
TESTS = """
from pathlib import Path

import pytest


@pytest.fixture
def left_behind():
    yield
    assert Path("mended").exists()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each(number):
    with Path(f"ran-{number}").open("a") as file:
        file.write(".")
    assert number != 2 or Path("mended").exists()


def test_what_it_leaves_behind(left_behind):
    with Path("ran-4").open("a") as file:
        file.write(".")
"""


def test_only_what_has_not_passed_is_run_again(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_some.py").write_text(TESTS)
    assert _pytest(tmp_path) == 1
    assert _ran(tmp_path) == [1, 1, 1, 1]
    (tmp_path / "mended").touch()
    assert _pytest(tmp_path) == 0
    assert _ran(tmp_path) == [1, 2, 1, 2]
    noted = (tmp_path / "noted/passed").read_text().splitlines()
    assert len(noted) == len({*noted}) == 4


def _pytest(folder: Path) -> int:
    """Run the tests in a folder, in two workers, and return how it ended."""
    path = os.pathsep.join([str(Path(sweep.__file__).parent), *sys.path])
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "xdist.plugin", "-n", "2"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": path,
            "PYTEST_ADDOPTS": "",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # they take most of the time
        },
        check=False,
        stdout=subprocess.DEVNULL,
    ).returncode


def _ran(folder: Path) -> list[int]:
    """Return how often each test was run."""
    return [len((folder / f"ran-{number}").read_text()) for number in (1, 2, 3, 4)]
