"""Whole designs are held to their goals under load, on both engines, by locust itself.

The gamut and the workshop say the word themselves, so their own tests try it as well.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import MakeDatabase, project_of, prove_part

_DESIGNS = Path(__file__).parents[2] / "examples" / "designs"


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize("name", ["shop", "helpdesk"])
def test_each_operation_of_the_mix_is_answered_and_a_missed_goal_fails(
    tmp_path: Path, database: MakeDatabase, name: str, engine: str
) -> None:
    written = (_DESIGNS / f"{name}.yaml").read_text()
    assert "\nrequirements:\n" in written
    design = written.replace(
        "\nrequirements:\n", "\nrequirements:\n  load_test: true\n"
    )
    created = project_of(design, name, tmp_path / "created")
    prove_part(created, "load", engine, database(f"loaded_{name}"))
