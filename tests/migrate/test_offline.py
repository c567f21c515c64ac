"""`alembic upgrade --sql` writes each revision as SQL, or says in a sentence why it can't."""

from __future__ import annotations

import io
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from changes import STEPS, Step
from drafts import FIRST, design_of, first_migration, model_of
from journey import texts
from test_run import ONE_ENTITY
from test_two_steps import RENAMED, SERVED, two_steps

from bd_scaffold import migrate
from bd_scaffold.model.types import Model

PAIRS: dict[str, tuple[str, str]] = {
    **{step.name: (step.old, step.new) for step in (*STEPS, *RENAMED)},
    **{n: (design_of(old), design_of(new)) for n, (old, new) in ONE_ENTITY.items()},
}
"""Designs and what becomes of them."""
ROW_BY_ROW = {
    **dict.fromkeys(
        ("encryption on", "encryption off"),
        "Rows are encrypted one by one: run this without --sql.",
    ),
    "generated key": "Each id is made row by row: run this without --sql.",
    "generated key in tenants": "Each id is made row by row: run this without --sql.",
    "add_what_the_server_makes": "Each code is made row by row: run this without --sql.",
    "require_moments": "Each b is made row by row: run this without --sql.",
}


def models(name: str) -> tuple[Model, Model]:
    """The models of a pair of designs."""
    old, new = PAIRS[name]
    return model_of(old), model_of(new)


def offline(revisions: list[str]) -> str:
    """What PostgreSQL would be given."""
    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        opts={"as_sql": True, "literal_binds": True, "output_buffer": written},
    )
    with Operations.context(context):
        for text in revisions:
            revision: dict[str, Any] = {}
            exec(compile(text, "revision.py", "exec"), revision)
            revision["upgrade"]()
    return written.getvalue()


@pytest.mark.parametrize("name", PAIRS)
def test_a_revision_is_sql_or_says_why_not(name: str) -> None:
    revisions = texts(*models(name))
    if name in ROW_BY_ROW:
        with pytest.raises(RuntimeError) as said:
            offline(revisions)
        assert str(said.value) == ROW_BY_ROW[name]
    else:
        assert bool(offline(revisions)) == bool(revisions)


@pytest.mark.parametrize("step", SERVED, ids=lambda step: step.name)
def test_two_steps_are_sql(step: Step) -> None:
    for revisions in two_steps(*models(step.name)):
        assert bool(offline(revisions)) == bool(revisions)


@pytest.mark.parametrize("step", RENAMED, ids=lambda step: step.name)
def test_a_plan_tells_two_steps_as_each_engine_runs_them(step: Step) -> None:
    old, new = models(step.name)
    history = migrate.read_history({FIRST: first_migration(old)})
    made = migrate.revision(migrate.two_steps(old, new), history)
    for engine in ("postgresql", "sqlite"):
        told = migrate.sql_of(made, old, engine)
        twins = "keep_" in "".join(each.text for each in made)
        assert ("CREATE TRIGGER keep_" in told) == twins
        assert ("DROP TRIGGER keep_" in told) == twins
