"""A project that serves an older version of its API, held to the contract of that time."""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import MakeDatabase, Project
from two_versions import AFTER, BEFORE

from bd_scaffold import pipeline


def _created(text: str, folder: Path) -> Project:
    pipeline.create(
        text.encode(),
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    return Project(folder.name, folder, verdicts.digest(folder))


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)]
)
def test_the_clients_of_then_are_served_as_they_were(
    tmp_path: Path, database: MakeDatabase, engine: str
) -> None:
    """Requests that the contract of the older project allows, answered by the newer one."""
    older = _created(BEFORE, tmp_path / "then")
    contract = (older.folder / "openapi.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "now"
    _created(AFTER, folder)
    its_own = folder / "src/lab/older_versions/openapi.v1.yaml"
    # What has gone is dropped, so nothing that is sent of it is refused any more.
    its_own.write_text(contract.replace(_COLOUR, "colour: {}"), encoding="utf-8")
    newer = Project("now", folder, verdicts.digest(folder))
    newer.proves(
        *("pytest", "-q", "-p", "no:cacheprovider", "--no-cov"),
        *("tests/test_fuzz_of_v1.py", "tests/api/test_older_versions.py"),
        on=engine,
        TEST_DATABASE_URL=database("two_versions"),
    )


_COLOUR = "colour: {type: [string, 'null'], maxLength: 20, pattern: '^[^\\x00]*$'}"


@pytest.mark.parametrize("engine", ["postgresql"])
def test_its_code_is_good_and_its_tests_pass(
    tmp_path: Path, database: MakeDatabase, engine: str
) -> None:
    created = _created(AFTER, tmp_path / "created")
    created.proves("black", "--check", "--diff", "--quiet", ".")
    created.proves("ruff", "check", "--no-cache")
    created.check_types()
    created.proves(
        *("pytest", "-q", "-p", "no:cacheprovider", "--no-cov"),
        on=engine,
        TEST_DATABASE_URL=database("two_versions"),
    )
