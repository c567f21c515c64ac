"""Indexes over the same fields, and those that nobody has to ask for."""

from __future__ import annotations

import pytest

from bd_scaffold import model as models
from bd_scaffold import pipeline
from bd_scaffold.model.types import Index

_DESIGN = """
name: shop
entities:
  Order:
    fields:
      state: string(20) filter
      total: integer
      note: string(600) filter
    indexes:
{indexes}
"""


def _indexes(*written: str) -> list[Index]:
    lines = "\n".join(f"      - {each}" for each in written)
    text = _DESIGN.format(indexes=lines).encode()
    model = models.build(pipeline.check(text, "design.yaml"))
    return [each for each in model.tables["orders"].indexes if each.columns[0] != "id"]


def test_indexes_over_the_same_field_may_differ_in_their_other_words() -> None:
    found = _indexes(
        "{fields: [state]}",
        "{fields: [state], where: total > 100}",
        "{fields: [state], where: total > 1000}",
        "{fields: [state], include: [total]}",
        "{fields: [state], method: hash}",
        "{fields: [state], unique: true, where: total > 5}",
        "{fields: [state], unique: true, where: total < 0}",
    )
    declared = [each for each in found if each.columns == ("state",)]
    assert len({each.name for each in declared}) == len(declared) == 7
    assert [each.name for each in declared][:2] == [
        "ix_orders_state",
        "ix_orders_state_partial",
    ]


def test_their_names_do_not_change_when_another_one_goes() -> None:
    words = [f"{{fields: [state], where: total > {n}}}" for n in (1, 2, 3)]
    three, two = _indexes(*words), _indexes(words[0], words[2])
    assert {each.name for each in two} < {each.name for each in three}


def test_a_text_that_is_too_long_for_an_index_gets_none_for_its_filter() -> None:
    assert "note" not in {each.columns[0] for each in _indexes("{fields: [total]}")}


_TRAITS = """
name: shop
entities:
  Order:
    traits: [soft_delete, versioned]
    unique: [[number, created_at]]
    checks: [updated_at >= created_at, {rule: due_at > created_at, name: later}]
    indexes:
      - [created_at, number]
      - {fields: [number], where: deleted_at is null, include: [updated_at]}
    fields:
      number: integer
      due_at: datetime
"""


@pytest.mark.parametrize(
    ("operations", "names"), [("list, get", ["ix_orders_created_at"]), ("get", [])]
)
def test_the_moment_of_creation_is_indexed_where_there_is_a_list(
    operations: str, names: list[str]
) -> None:
    text = f"""
name: shop
entities:
  Order: {{fields: {{total: integer}}, operations: [{operations}]}}
"""
    model = models.build(pipeline.check(text.encode(), "design.yaml"))
    assert [each.name for each in model.tables["orders"].indexes] == names


def test_columns_of_traits_stand_in_indexes_uniques_checks_and_conditions() -> None:
    model = models.build(pipeline.check(_TRAITS.encode(), "design.yaml"))
    table = model.tables["orders"]
    indexes = {each.name: each for each in table.indexes}
    assert indexes["ix_orders_created_at_number"].columns == ("created_at", "number")
    partial = indexes["ix_orders_number_partial"]
    assert (partial.where, partial.include) == ("deleted_at IS NULL", ("updated_at",))
    assert indexes["uq_orders_number_created_at"].unique
    rules = [each.expression for each in table.constraints if each.kind == "check"]
    assert "updated_at >= created_at" in rules
    (due,) = (
        each
        for each in model.entities[0].resource.python.body.splitlines()
        if "due_at" in each
    )
    assert "moment(20" in due
    assert int(due.partition("moment(")[2][:4]) > 2050


def test_a_moment_that_a_check_has_before_the_present_is_a_past_one_in_tests() -> None:
    text = """
name: shop
entities:
  Order:
    fields: {opened_at: datetime = now}
    checks: [opened_at <= updated_at]
"""
    model = models.build(pipeline.check(text.encode(), "design.yaml"))
    body = model.entities[0].resource.python.body
    (opened,) = (each for each in body.splitlines() if "opened_at" in each)
    assert int(opened.partition("moment(")[2][:4]) < 2025


def test_all_moments_of_a_new_row_are_one() -> None:
    text = """
name: shop
entities:
  Order:
    fields: {opened_at: datetime = now, day: date = today, closed_at: datetime?}
  Bare:
    traits: [no_timestamps]
    fields: {opened_at: datetime readonly}
"""
    model = models.build(pipeline.check(text.encode(), "design.yaml"))
    order, bare = (each.repository.attributes for each in model.entities)
    start = "insert_stamps: ClassVar = "
    assert bare[0] == f'    {start}{{"opened_at": moment}}'
    assert "".join(order[0].split()) == "".join(
        f'{start}{{**CREATED, "opened_at": moment, "day": today}}'.split()
    )


def test_two_indexes_that_do_the_same_are_refused() -> None:
    lines = "\n".join(f"      - {each}" for each in ("[state]", "{fields: [state]}"))
    with pytest.raises(pipeline.MistakesError) as said:
        pipeline.check(_DESIGN.format(indexes=lines).encode(), "design.yaml")
    (mistake,) = said.value.mistakes
    assert mistake.code == "BD116"
