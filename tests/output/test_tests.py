"""The tests of generated projects pass on both engines, and run nearly all of the code.

Requests that nobody thought of are tried once for each kind of thing that a design can have:
the gamut has them all. Trying them of the larger designs, on both engines, is a sweep.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from projects import PAIRS, MakeDatabase, Project

from bd_scaffold.language.fields import FLAGS
from bd_scaffold.language.scalars import TYPES

# The large design has 250 operations, which are tried on two workers, each with its database.
_LARGE = {"everything"}
_FUZZ = "tests/test_fuzz.py"


def _url(database: MakeDatabase) -> str:
    """Make a database for each of two workers."""
    for worker in ("gw0", "gw1"):
        # The worker that runs this test may be called the same, in the rest of the URL.
        url = database(f"of_{worker}").replace(f"of_{worker}", "of_{worker}")
    return url


def _workers(project: Project) -> tuple[str, ...]:
    return ("-n", "2") if project.name in _LARGE else ()


# The large design's templates are those of the others: what its tests cover is for a sweep.
_COVERED = [
    (
        pytest.param(*each.values, id=each.id, marks=pytest.mark.thorough)
        if each.values[0] in _LARGE
        else each
    )
    for each in PAIRS
]
_QUIETLY = ("pytest", "-q", "-p", "no:cacheprovider", f"--ignore={_FUZZ}")


@pytest.mark.parametrize(("name", "engine"), _COVERED)
def test_they_pass_and_cover_95_percent_of_the_branches(
    create: Callable[[str], Project], database: MakeDatabase, name: str, engine: str
) -> None:
    said = create(name).proves(
        *(*_QUIETLY, "-p", "measured_once", "--cov", "--cov-report=term"),
        on=engine,
        TEST_DATABASE_URL=database("tested"),
    )
    covered = re.search(r"^TOTAL.* ([0-9.]+)%$", said, re.MULTILINE)
    assert covered is not None, said
    assert float(covered[1]) >= 95


@pytest.mark.parametrize(
    "name", ["gamut", pytest.param("everything", marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize("engine", ["postgresql"])
def test_those_of_every_kind_and_of_a_large_design_pass(
    create: Callable[[str], Project], database: MakeDatabase, name: str, engine: str
) -> None:
    create(name).proves(
        *(*_QUIETLY, "--no-cov"), on=engine, TEST_DATABASE_URL=database("tested")
    )


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("gamut", "postgresql"),
        *(
            pytest.param(name, engine, marks=pytest.mark.thorough)
            for name in ("gamut", "shop", "everything")
            for engine in ("sqlite", "postgresql")
            if (name, engine) != ("gamut", "postgresql")
        ),
    ],
)
def test_they_keep_their_promises_to_the_fuzz_test(
    create: Callable[[str], Project], database: MakeDatabase, name: str, engine: str
) -> None:
    project = create(name)
    project.proves(
        *(
            "pytest",
            "-q",
            "-p",
            "worker_database",
            "-p",
            "no:cacheprovider",
            "--no-cov",
        ),
        *(*_workers(project), _FUZZ),
        on=engine,
        TEST_DATABASE_URL=_url(database),
    )


def test_the_gamut_has_every_kind(create: Callable[[str], Project]) -> None:
    design = (create("gamut").folder / "design.yaml").read_text()
    missing = [
        each for each in (*TYPES, *FLAGS) if not re.search(rf"\b{each}\b", design)
    ]
    assert missing == []
