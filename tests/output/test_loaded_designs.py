"""Whole designs are held to their goals under load, on both engines, by locust itself.

The gamut and the workshop say the word themselves, so their own tests try it as well.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

_DESIGNS = Path(__file__).parents[2] / "examples" / "designs"
_TESTS = ("pytest", "-q", "-p", "no:cacheprovider", "--no-cov", "tests/test_load.py")


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", ["shop", "helpdesk"])
def test_each_operation_of_the_mix_is_answered_and_a_missed_goal_fails(
    tmp_path: Path, database: MakeDatabase, name: str, engine: str
) -> None:
    folder = tmp_path / "created"
    written = (_DESIGNS / f"{name}.yaml").read_text()
    assert "\nrequirements:\n" in written
    design = written.replace(
        "\nrequirements:\n", "\nrequirements:\n  load_test: true\n"
    )
    pipeline.create(
        design.encode(),
        f"{name}.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    created = Project(name, folder, verdicts.digest(folder))
    created.proves(
        "black", "--check", "--diff", "--quiet", "load", "tests/test_load.py"
    )
    created.proves("ruff", "check", "--no-cache", "load", "tests/test_load.py")
    created.check_types()
    created.proves(*_TESTS, on=engine, TEST_DATABASE_URL=database(f"loaded_{name}"))
