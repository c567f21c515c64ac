"""Databases of whole designs are filled with rows on both engines, and clients read them.

The gamut and the workshop say the word themselves, so their own tests try it as well.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from projects import MakeDatabase, project_of, prove_part

_DESIGNS = Path(__file__).parents[2] / "examples" / "designs"


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
    design = with_seeds((_DESIGNS / f"{name}.yaml").read_text())
    created = project_of(design, name, tmp_path / "created")
    prove_part(created, "seeds", engine, database(f"filled_{name}"))
