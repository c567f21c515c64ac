"""Who may do what in generated projects: everybody asks for every row in every way.

Each line of a project's `access_cases.py` was worked out from the design alone, and its tests
hold the answers to it. They have to notice each check that is taken out of the code.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import removals
import secured
import trials
import verdicts
from drawn_settings import share
from projects import MakeDatabase, Project
from session import folder_of, once

from bd_scaffold import pipeline

_DESIGNS: dict[str, Callable[[], str]] = {
    "guarded": lambda: secured.GUARDED,
    "gamut": secured.gamut,
}
_TESTS = ("pytest", "-q", "-p", "no:cacheprovider", "tests/access")


def _created(design: str, folder: Path) -> None:
    pipeline.create(
        design.encode(),
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _: None,
    )
    folder.with_name(f"{folder.name}.digest").write_text(verdicts.digest(folder))


def _project(factory: pytest.TempPathFactory, name: str, design: str) -> Project:
    folder = once(folder_of(factory, "secured") / name, partial(_created, design))
    digest = folder.with_name(f"{folder.name}.digest").read_text()
    return Project(name, folder, digest)


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("guarded", "sqlite"),
        pytest.param("guarded", "postgresql", marks=pytest.mark.thorough),
        pytest.param("gamut", "sqlite", marks=pytest.mark.thorough),
        pytest.param("gamut", "postgresql", marks=pytest.mark.thorough),
    ],
)
def test_everybody_is_answered_what_the_design_says(
    tmp_path_factory: pytest.TempPathFactory,
    database: MakeDatabase,
    name: str,
    engine: str,
) -> None:
    project = _project(tmp_path_factory, name, _DESIGNS[name]())
    project.proves(*_TESTS, on=engine, TEST_DATABASE_URL=database("access"))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(share(8)))
def test_so_they_are_by_rules_of_any_kind(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    project = _project(tmp_path_factory, f"drawn_{seed}", secured.drawn(seed))
    project.proves(*_TESTS)


def test_cases_are_lines_that_a_person_reads(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    project = _project(tmp_path_factory, "guarded", secured.GUARDED)
    cases = (project.folder / "tests/boxes/access_cases.py").read_text()
    assert '        Case("role clerk", "another\'s", SHOWN, 200, 403, 403),\n' in cases
    assert '        Case("owner", "another\'s", HIDDEN, 404, 404, 404),\n' in cases
    assert (
        '        Attempt("owner", "owner\'s", 403, {"keeper_id": STRANGER}),\n' in cases
    )


def _sampled(
    config: pytest.Config, found: list[removals.Removal]
) -> Iterator[removals.Removal]:
    """Yield every removal in the wide sweeps, and few, the same each time, otherwise."""
    if config.getoption("--thorough"):
        yield from found
    else:
        yield from random.Random(11).sample(found, 4)


def _found(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> tuple[Project, list[removals.Removal]]:
    """Return a project and what can be taken out of it, but for what was of one before."""
    known: set[str] = set()
    for each, design in secured.ATTACKED.items():
        project = _project(tmp_path_factory, each, design)
        (package,) = (project.folder / "src").iterdir()
        found = removals.removals(package, but=known)
        if each == name:
            return project, found
        known |= {one.key for one in found}
    raise LookupError(name)


@pytest.mark.parametrize(
    "name", ["guarded", pytest.param("walled", marks=pytest.mark.thorough)]
)
def test_a_check_that_is_taken_out_is_noticed(
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    name: str,
) -> None:
    project, there = _found(tmp_path_factory, name)
    trial = trials.Trial.of_copy(project.folder, tmp_path)
    found = [each for each in there if each.opens]
    assert len(found) > 100
    survived = [
        str(each)
        for each in _sampled(request.config, found)
        if not removals.reason_of(each) and not trial.noticed(each)
    ]
    assert survived == []


def test_each_reason_is_of_a_check_that_is_there(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    found = [
        str(each)
        for name in secured.ATTACKED
        for each in _found(tmp_path_factory, name)[1]
    ]
    stale = [
        part for part in removals.EQUIVALENT if not any(part in each for each in found)
    ]
    assert stale == []
