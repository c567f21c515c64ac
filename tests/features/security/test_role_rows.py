"""A role that has another name is the same role in the rows that say who has it."""

from __future__ import annotations

from changes import steps_of

from bd_scaffold import migrate, pipeline
from bd_scaffold.migrate.operations import RenameValues
from bd_scaffold.model.types import Model

from . import CAPABILITY

STEP = next(each for each in steps_of(CAPABILITY) if each.name == "role renamed")


def _model(text: str) -> Model:
    return pipeline.derive(pipeline.check(text.encode(), "design.yaml"))


def test_who_had_a_role_has_it_under_its_new_name() -> None:
    old, new = _model(STEP.old), _model(STEP.new)
    renamed = RenameValues("account_roles", "role", "roles", (("clerk", "seller"),))
    assert migrate.operations(old, new) == (renamed,)


def test_a_role_that_says_nothing_of_another_is_a_new_one() -> None:
    unsaid = STEP.new.replace("was: clerk, ", "")
    assert migrate.operations(_model(STEP.old), _model(unsaid)) == ()
