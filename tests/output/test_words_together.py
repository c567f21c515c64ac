"""One design with the words of an API that meet in the same requests, and its own tests.

A key of a request, a version, a tenant, a state, a rule about the row and who changed it are all
asked of one `POST /orders/{order_id}/place`; each word's own tests try it in every such pair.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

_DESIGNS = Path(__file__).parents[1] / "designs"


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("together", "postgresql"),
        pytest.param("together", "sqlite", marks=pytest.mark.thorough),
        pytest.param("meeting", "postgresql", marks=pytest.mark.thorough),
        pytest.param("meeting", "sqlite", marks=pytest.mark.thorough),
    ],
)
def test_words_that_meet_in_one_request_keep_what_each_promises(
    tmp_path: Path, database: MakeDatabase, name: str, engine: str
) -> None:
    folder = tmp_path / "created"
    design = _DESIGNS / f"{name}.yaml"
    pipeline.create(
        design.read_bytes(),
        design.name,
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    created = Project(name, folder, verdicts.digest(folder))
    created.proves("black", "--check", "--diff", "--quiet", ".")
    created.proves("ruff", "check", "--no-cache")
    created.check_types()
    created.proves(
        *("pytest", "-q", "-p", "no:cacheprovider", "--no-cov"),
        on=engine,
        TEST_DATABASE_URL=database(name),
    )
