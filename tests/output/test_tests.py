"""The tests of generated projects pass on both engines, and run nearly all of the code."""

from __future__ import annotations

import re
from collections.abc import Callable

from projects import Project

from conftest import MakeDatabase

# The large design has 250 operations: its tests run on two workers, each with its database.
_LARGE = {"everything"}
_NO_FUZZ = "--ignore=tests/test_fuzz.py"


def test_they_pass_and_cover_95_percent_of_the_branches(
    project: Project, database: MakeDatabase
) -> None:
    for worker in ("gw0", "gw1"):
        before, _, after = database(worker).rpartition(worker)
        url = f"{before}{{worker}}{after}"
    said = project.run(
        "pytest",
        "-q",
        "-p",
        "worker_database",
        "--cov",
        "--cov-report=term",
        *(("-n", "2", _NO_FUZZ) if project.name in _LARGE else ()),
        TEST_DATABASE_URL=url,
    )
    covered = re.search(r"^TOTAL.* ([0-9.]+)%$", said, re.MULTILINE)
    assert covered is not None, said
    assert float(covered[1]) >= 95


def test_the_large_design_keeps_its_promises_to_the_fuzz_test(
    create: Callable[[str], Project],
) -> None:
    create("everything").run("pytest", "-q", "-n", "2", "tests/test_fuzz.py")
