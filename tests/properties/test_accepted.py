"""What passes `check` becomes a project that works, whatever a design is called by."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import black
import pytest
import yaml
from drawn import designs
from drawn_settings import tried
from hypothesis import Phase, given, reject, settings
from imported_names import missing

from bd_scaffold import pipeline
from bd_scaffold.render.write import write
from bd_scaffold.tree import Tree


def project(text: str) -> Tree:
    """The project of a design, or another example where it does not pass."""
    try:
        design = pipeline.check(text.encode(), "design.yaml")
    except pipeline.MistakesError:
        reject()
    return pipeline.render(text.encode(), pipeline.build(design))


@tried(8)
@given(text=designs())
def test_every_file_is_well_formed_and_black_leaves_it_alone(text: str) -> None:
    files = project(text)
    for path, content in files.items():
        if "/templates/" not in path:  # which Helm reads, and tests of charts try
            assert is_well_formed(Path(path).suffix, content), path
    assert missing(files) == []


@cache
def is_well_formed(kind: str, content: str) -> bool:
    """True for a file that a tool of its kind reads, and that is formatted already."""
    if kind == ".py":
        ast.parse(content)
        return black.format_str(content, mode=black.Mode()) == content
    if kind in (".yaml", ".yml"):
        found = yaml.load_all(content, Loader=yaml.CSafeLoader)
        return all(each is not None for each in found)
    if kind in (".toml", ".lock"):
        return tomllib.loads(content) != {}
    return True


TABLES = """
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from drawn.models.base import Base


def test_the_metadata_makes_every_table() -> None:
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    found = set(sa.inspect(engine).get_table_names())
    indexes = {each for each in found if "_search" in each}  # of words: SQLite's FTS5
    assert found - indexes == set(Base.metadata.tables) - indexes


def test_the_migration_makes_the_same_and_goes_back(
    alembic_config: Config, migrated: object
) -> None:
    command.check(alembic_config)
    command.downgrade(alembic_config, "base")
    command.upgrade(alembic_config, "head")
"""

ARGUMENTS = (
    *("-q", "--no-cov", "-p", "no:cacheprovider"),
    *("tests", "--ignore=tests/core", "--ignore=tests/test_fuzz.py"),
)
"""Every test that is about the design; the others are the same for all."""


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("projects")


@pytest.mark.generated
# A project that fails is worth reading as it is: to shrink it would take an hour.
@settings(tried(2), phases=[Phase.generate])
@given(text=designs(most=6))
def test_tables_are_made_and_rows_are_created_read_changed_and_deleted(
    folder: Path, text: str
) -> None:
    place = folder / f"design-{len(list(folder.iterdir()))}"
    write({**project(text), "tests/test_tables.py": TABLES}, place)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *ARGUMENTS],
        cwd=place,
        env={**os.environ, "PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{text}\n{done.stdout[-4000:]}"
