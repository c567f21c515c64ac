"""Between two steps the rows of the old code and those of the new one both fit."""

from __future__ import annotations

import pytest
import rows
from changes import STEPS, Step
from databases import Database
from drafts import FIRST, first_migration, model_of
from journey import Empty

from bd_scaffold import migrate
from bd_scaffold.migrate.schema import schema_of
from bd_scaffold.model.types import Model

REFUSED = {
    "entity renamed": "The table boxes can't be called crates as well",
    "field renamed": "The column items.amount can't be called quantity as well",
    "relation renamed": "The column items.box_id can't be called crate_id as well",
    "enum value renamed": "A value of items.state can't have two names",
    "text retyped": "Tag.word can't be sa.String(length=20) and sa.Integer()",
    "timestamps on": "The old code would not give Item.created_at a value",
    "required field added": "The old code would not give Item.weight a value",
    "own key": "The key of items can't be two at once",
    "generated key": "The key of items can't be two at once",
}
SERVED = [step for step in STEPS if step.name not in REFUSED]


def two_steps(old: Model, new: Model) -> tuple[list[str], list[str]]:
    """The texts of what expands and of what contracts."""
    history = migrate.read_history({FIRST: first_migration(old)})
    operations = migrate.operations(old, new)
    made = migrate.revision(operations, history, expand_contract=True)
    return (
        [each.text for each in made if each.step == "expand"],
        [each.text for each in made if each.step == "contract"],
    )


def started(empty: Empty, model: Model, count: int) -> Database:
    database = empty()
    database.migrate([first_migration(model)])
    database.run(rows.fill(schema_of(model), count))
    return database


@pytest.mark.parametrize("step", SERVED, ids=lambda step: step.name)
def test_old_and_new_code_write_in_between(empty: Empty, step: Step) -> None:
    old, new = model_of(step.old), model_of(step.new)
    database = started(empty, old, 5)
    expand, contract = two_steps(old, new)
    database.migrate(expand)
    database.run(rows.fill(schema_of(old), 5, 100))
    database.run(rows.fill(schema_of(new), 5, 200))
    try:
        database.migrate(contract)
    except RuntimeError:
        assert migrate.dangers(migrate.operations(old, new))
    else:
        assert database.catalogue() == started(empty, new, 0).catalogue()
        assert database.dangling() == []


@pytest.mark.parametrize("step", SERVED, ids=lambda step: step.name)
def test_two_steps_lead_back(empty: Empty, step: Step) -> None:
    old, new = model_of(step.old), model_of(step.new)
    database = started(empty, old, 0)
    before = database.catalogue()
    expand, contract = two_steps(old, new)
    database.migrate([*expand, *contract])
    database.migrate([*reversed(contract), *reversed(expand)], "downgrade")
    assert database.catalogue() == before


@pytest.mark.parametrize(
    "step", [s for s in STEPS if s.name in REFUSED], ids=lambda step: step.name
)
def test_what_can_not_be_both_is_refused(step: Step) -> None:
    with pytest.raises(migrate.UnsupportedChangeError) as said:
        two_steps(model_of(step.old), model_of(step.new))
    assert said.value.sentences[0].startswith(REFUSED[step.name])
