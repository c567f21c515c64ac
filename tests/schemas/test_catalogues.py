"""Six public schemas as designs: each makes the catalogue of the original, but for its note.

A folder has the facts of the original (`catalogue.txt`), what says the same in the language
(`design.yaml`), and in what the two differ and why (`differences.txt`).
"""

from __future__ import annotations

from pathlib import Path

import catalogue
import pytest
import sqlalchemy as sa
from comparison import differences, explained
from databases import Database
from drafts import first_migration, model_of
from postgresql_server import empty_database

from bd_scaffold.model.types import Model

FOLDER = Path(__file__).parent
IN_CI = "northwind"
SCHEMAS = [
    pytest.param(
        each.parent.name,
        marks=() if each.parent.name == IN_CI else pytest.mark.thorough,
    )
    for each in sorted(FOLDER.glob("*/design.yaml"))
]


def _migrated(database: Database, schema: str) -> Model:
    model = model_of((FOLDER / schema / "design.yaml").read_text())
    database.migrate([first_migration(model)])
    return model


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_catalogue_is_the_originals_but_for_its_note(
    postgresql: sa.URL, schema: str
) -> None:
    url = empty_database(postgresql, "schemas").set(drivername="postgresql+asyncpg")
    database = Database(url.render_as_string(hide_password=False))
    _migrated(database, schema)
    ours = database.run(catalogue.read)
    theirs = catalogue.parsed((FOLDER / schema / "catalogue.txt").read_text())
    found = sorted(differences(theirs, ours))
    note = explained((FOLDER / schema / "differences.txt").read_text())
    assert all(note.values())
    assert found == sorted(line for lines in note.values() for line in lines)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_design_migrates_on_sqlite(tmp_path: Path, schema: str) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/it.db")
    model = _migrated(database, schema)
    assert set(database.catalogue()) == set(model.tables)
