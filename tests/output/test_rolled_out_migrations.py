"""A roll-out's migrations run in two steps, between which both versions have what they need."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from projects import MakeDatabase, Project, project_of

from bd_scaffold import migrate, pipeline

_DESIGN = """\
name: lab
deployment: {{kubernetes: true}}
entities:
  Note: {{fields: {{{field}}}}}
"""
BEFORE = _DESIGN.format(field="text: string(80)")
AFTER = _DESIGN.format(field="body: string(80) was(text)")
FIRST = "migrations/versions/0001_initial.py"

_COLUMNS = """
import asyncio, sqlalchemy as sa
from lab.core.db.engine import new_engine
from lab.settings import Settings

async def main():
    engine = new_engine(Settings().database_url)
    async with engine.connect() as connection:
        columns = await connection.run_sync(lambda c: sa.inspect(c).get_columns("notes"))
    await engine.dispose()
    print(*sorted({each["name"] for each in columns} & {"text", "body"}))

asyncio.run(main())
"""


def _both(folder: Path) -> tuple[Project, Project]:
    """Return a project of then, and one of now with the revisions that lead there."""
    old, new = (
        pipeline.build(pipeline.check(text.encode(), "design.yaml"))
        for text in (BEFORE, AFTER)
    )
    then, now = (
        project_of(text, "lab", folder / name)
        for name, text in (("then", BEFORE), ("now", AFTER))
    )
    shutil.copy(then.folder / FIRST, now.folder / FIRST)
    history = migrate.read_history({FIRST: (then.folder / FIRST).read_text("utf-8")})
    for each in migrate.revision(migrate.two_steps(old, new), history):
        (now.folder / each.path).write_text(each.text, encoding="utf-8")
    return then, now


@pytest.mark.parametrize(
    "engine", ["postgresql", pytest.param("sqlite", marks=pytest.mark.thorough)]
)
def test_older_code_finds_its_columns_until_the_second_step(
    tmp_path: Path, database: MakeDatabase, engine: str
) -> None:
    then, now = _both(tmp_path)
    url = {"DATABASE_URL": database("rolled_out")}
    assert then.run("lab.migrate", "expand", **url).endswith("at 0001.\n")
    now.run("lab.migrate", "expand", **url)
    assert now.says(_COLUMNS, **url) == "body text\n"
    # Older code runs on it without a migration, and on it goes again.
    now.run("lab.migrate", "expand", **url)
    assert now.says(_COLUMNS, **url) == "body text\n"
    now.run("lab.migrate", "contract", **url)
    assert now.says(_COLUMNS, **url) == "body\n"
    # The next version's Job finds nothing to do, and takes nothing back.
    now.run("lab.migrate", "expand", **url)
    assert now.says(_COLUMNS, **url) == "body\n"
