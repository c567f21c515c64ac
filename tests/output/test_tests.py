"""The tests of generated projects pass on both engines, and run nearly all of the code."""

from __future__ import annotations

import re

from conftest import MakeDatabase
from projects import Project

# The large design has 250 operations: its tests run on two workers, each with its database.
_LARGE = {"everything"}


def test_they_pass_and_cover_95_percent_of_the_branches(
    project: Project, database: MakeDatabase
) -> None:
    for worker in ("gw0", "gw1"):
        url = database(worker).replace(worker, "{worker}", 1)
    said = project.run(
        "pytest",
        "-q",
        "-p",
        "worker_database",
        "--cov",
        "--cov-report=term",
        *(("-n", "2") if project.name in _LARGE else ()),
        TEST_DATABASE_URL=url,
    )
    covered = re.search(r"^TOTAL.* ([0-9.]+)%$", said, re.MULTILINE)
    assert covered is not None, said
    assert float(covered[1]) >= 95
