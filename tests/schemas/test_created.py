"""Two public schemas as projects: nothing to find in their code, and their own tests pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import Project

from bd_scaffold import pipeline

_FOLDER = Path(__file__).parent


@pytest.mark.thorough
@pytest.mark.parametrize("schema", ["northwind", "pagila"])
def test_a_project_is_clean_and_its_tests_pass(tmp_path: Path, schema: str) -> None:
    design = _FOLDER / schema / "design.yaml"
    folder = tmp_path / schema
    pipeline.create(
        design.read_bytes(),
        design.name,
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    project = Project(schema, folder, verdicts.digest(folder))
    project.run("ruff", "check", "--no-cache")
    project.run("black", "--check", "--quiet", ".")
    project.check_types()
    project.run("pytest", "-q", "-p", "no:cacheprovider", "--no-cov", "-n", "2")
