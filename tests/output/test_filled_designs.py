"""Databases of whole designs are filled with rows on both engines, and clients read them.

The gamut and the workshop say the word themselves, so their own tests try it as well.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import verdicts
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

_DESIGNS = Path(__file__).parents[2] / "examples" / "designs"
_TESTS = ("pytest", "-q", "-p", "no:cacheprovider", "--no-cov", "tests/test_seeds.py")


def with_seeds(design: str) -> str:
    """Return a design that asks for rows."""
    if "seeds: true" in design:
        return design
    if re.search("^database:$", design, re.MULTILINE):
        return design.replace("\ndatabase:\n", "\ndatabase:\n  seeds: true\n", 1)
    return f"{design}\ndatabase: {{seeds: true}}\n"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", ["shop", "helpdesk"])
def test_rows_keep_all_that_a_design_asks_of_them(
    tmp_path: Path, database: MakeDatabase, name: str, engine: str
) -> None:
    folder = tmp_path / "created"
    design = with_seeds((_DESIGNS / f"{name}.yaml").read_text())
    pipeline.create(
        design.encode(),
        f"{name}.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    created = Project(name, folder, verdicts.digest(folder))
    created.proves(
        "black", "--check", "--diff", "--quiet", "seeds", "tests/test_seeds.py"
    )
    created.proves("ruff", "check", "--no-cache", "seeds", "tests/test_seeds.py")
    created.check_types()
    created.proves(*_TESTS, on=engine, TEST_DATABASE_URL=database(f"filled_{name}"))
