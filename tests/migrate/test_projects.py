"""A project's own Alembic runs the revision that was written for it, and its tools read it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from changes import SHOP, SHOP_NEXT, STEPS
from drafts import FIRST, entity, model_of
from journey import Empty, texts
from test_run import CHANGES, ONE_ENTITY, WORDS, edited
from test_run import SHOP as SMALL_SHOP
from test_two_steps import SERVED, two_steps
from verdicts import types_of_packages

from bd_scaffold import migrate, pipeline
from bd_scaffold.model.types import Model


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop some months later, with its first migration and the one in between."""
    folder = tmp_path_factory.mktemp("project")
    old, new = _resolved(SHOP), _resolved(SHOP_NEXT)
    files = pipeline.render(SHOP_NEXT.read_bytes(), new)
    first = pipeline.render(SHOP.read_bytes(), old)[FIRST]
    history = migrate.read_history({FIRST: first})
    revisions = migrate.revision(migrate.operations(old, new), history)
    made = {each.path: each.text for each in revisions}
    for path, text in {**files, FIRST: first, **made}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return folder


def _resolved(path: Path) -> Model:
    return pipeline.build(pipeline.check(path.read_bytes(), path.name))


def run(project: Path, *arguments: str, url: str = "", **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=project,
        env={
            **os.environ,
            "PYTHONPATH": str(project / "src"),
            "DATABASE_URL": url,
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


def test_up_without_a_difference_down_and_up_again(project: Path, empty: Empty) -> None:
    url = empty().url
    run(project, "alembic", "upgrade", "head", url=url)
    run(project, "alembic", "check", url=url)
    run(project, "alembic", "downgrade", "0001", url=url)
    run(project, "alembic", "upgrade", "head", url=url)
    run(project, "alembic", "check", url=url)
    run(project, "alembic", "downgrade", "base", url=url)


def test_a_revision_that_fails_leaves_nothing_behind(
    project: Path, empty: Empty
) -> None:
    """Also on SQLite, where a table is copied and dropped on the way."""
    database = empty()
    run(project, "alembic", "upgrade", "0001", url=database.url)
    before = database.catalogue()
    path = next((project / "migrations/versions").glob("0002*"))
    text = path.read_text()
    path.write_text(text.replace('    op.drop_table("tags")', "    raise ValueError"))
    try:
        with pytest.raises(AssertionError, match="ValueError"):
            run(project, "alembic", "upgrade", "head", url=database.url)
    finally:
        path.write_text(text)
    assert database.catalogue() == before
    assert database.run(_version) == "0001"


def _version(connection: sa.Connection) -> str:
    return str(connection.execute(sa.text("SELECT * FROM alembic_version")).scalar())


@pytest.fixture(scope="module")
def every_revision(project: Path) -> Path:
    """The shop with each revision that these tests have, wherever it belongs."""
    pairs = [
        *((model_of(step.old), model_of(step.new)) for step in STEPS),
        *((entity(old), entity(new)) for old, new in ONE_ENTITY.values()),
        *((entity("sku: text", **a), entity("sku: text", **b)) for a, b in _WORDS),
        *((model_of(SMALL_SHOP), model_of(edited(*e))) for e in CHANGES.values()),
    ]
    made = [text for old, new in pairs for text in texts(old, new)]
    for step in SERVED:
        for several in two_steps(model_of(step.old), model_of(step.new)):
            made += several
    folder = project / "migrations/examples"
    folder.mkdir()
    for number, text in enumerate(made):
        (folder / f"revision_{number}.py").write_text(text)
    return project


_WORDS = [words for name, words in WORDS.items() if name.endswith(("_on", "_off"))][:2]
_TOOLS = [
    ("black", "--check", "--quiet", "migrations"),
    ("ruff", "check", "--no-cache", "migrations"),
    ("mypy", "migrations"),
]


@pytest.mark.parametrize("tool", _TOOLS, ids=lambda tool: tool[0])
def test_a_tool_finds_nothing(every_revision: Path, tool: tuple[str, ...]) -> None:
    with types_of_packages() as cache:
        run(every_revision, *tool, MYPY_CACHE_DIR=str(cache))
