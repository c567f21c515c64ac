"""What loses data or can fail on rows is named, and nothing else is."""

from __future__ import annotations

import pytest
from changes import STEPS
from drafts import entity, model_of
from test_run import SHOP, edited

from bd_scaffold import migrate
from bd_scaffold.model.types import Model
from features import CAPABILITIES

NAMES = {
    "entity removed": ["drop:Shelf"],
    "entity with a relation removed": ["drop:Mark"],
    "numbered entity removed": ["drop:Bill"],
    "optional field removed": ["drop:Item.weight"],
    "field with a default removed": ["drop:Item.weight"],
    "required field added": ["require:Item.weight"],
    "required field removed": ["drop:Item.weight"],
    "enum removed": ["drop:Item.size"],
    "own enum removed": ["drop:Item.size"],
    "value of parts removed": ["drop:Item.size_width", "drop:Item.size_kind"],
    "enum value removed": ["remove:State.found"],
    "native value removed": ["remove:State.shut"],
    "text narrowed": ["narrow:Box.label"],
    "number narrowed": ["narrow:Item.amount"],
    "number made small": ["narrow:Item.amount"],
    "bound added": ["check:Item.amount"],
    "form given": ["rewrite:Box.label", "unique:Box.label"],
    "list of an enum removed": ["drop:Item.states"],
    "field required": ["require:Tag.word"],
    "relation required": ["require:Item.box"],
    "relation by a unique field": ["drop:Item.box"],
    "relation by the key": ["drop:Item.box"],
    "unique added": ["unique:Tag.word"],
    "pair unique added": ["unique:Item.box+amount"],
    "check of one engine added": ["check:Item.code"],
    "periods kept apart": ["check:Item.amount+until", "exclude:Item.amount+until"],
    "periods free to overlap": ["drop:Item.until"],
    "nulls made equal": ["unique:Item.box+amount"],
    "one to one": ["unique:Item.box"],
    "check added": ["check:Item.amount"],
    "timestamps off": ["drop:Item.created_at", "drop:Item.updated_at"],
    "padded text removed": ["drop:Item.mark"],
    "text padded": ["narrow:Tag.word"],
    "wall clock removed": ["drop:Item.shown"],
    "counted field removed": ["drop:Item.number"],
    "computed from now on": ["drop:Item.note"],
    "what is computed from widened": ["check:Item.amount"],
    "created_at alone": ["drop:Tag.updated_at"],
    "updated_at alone": ["drop:Tag.created_at"],
    "own key": ["drop:Item.id"],
    "text retyped": ["retype:Tag.word"],
    **{
        name: [*lost]
        for each in CAPABILITIES
        for name, lost in each.destructive.items()
    },
}


def names(old: Model, new: Model) -> list[str]:
    return [
        each.name for each in migrate.destructive_changes(migrate.operations(old, new))
    ]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_small_change(step: migrate.Operation) -> None:
    found = names(model_of(step.old), model_of(step.new))
    assert sorted(found) == sorted(NAMES.get(step.name, []))


def test_another_engine_is_one() -> None:
    old, new = (
        model_of(f"database: {{engine: {engine}}}\n{SHOP}")
        for engine in ("postgresql", "sqlite")
    )
    assert names(old, new) == ["engine"]
    history = migrate.read_history({})
    assert migrate.revision(migrate.operations(old, new), history) == ()


def test_a_value_that_two_fields_have_is_named_once() -> None:
    line = "total: integer min(0) = 0"
    two = (line, f"{line}\n      next: Status?")
    old = model_of(edited(two))
    new = model_of(edited(two, (", cancelled]", "]")))
    operations = migrate.operations(old, new)
    assert migrate.destructive_changes(operations) == (
        migrate.DestructiveChange(
            "remove:Status.cancelled",
            "Rows with cancelled would be invalid.",
            ("Order.status", "Order.next"),
            together=True,
        ),
    )


RETYPED = (
    "Product.at changes from date to boolean, which its values can't follow by "
    "themselves. Add a field of another name, carry the values over in a revision of your own, "
    "and remove Product.at after that."
)
KEY_CHANGED = (
    "The key of Customer changes while others point to it. Remove the relations to it "
    "in one step, change the key, and add them again."
)


def test_what_can_not_follow_by_itself_is_refused_with_the_way_out() -> None:
    old, new = entity("sku: string(9)\nat: date"), entity("sku: string(9)\nat: boolean")
    with pytest.raises(migrate.UnsupportedChangeError) as said:
        migrate.operations(old, new)
    assert said.value.sentences == (RETYPED,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("string(20)[]", "integer[]"),
        ("integer[]", "string(20)[]"),
        ("string(20)[]", "string(5)[]"),
        ("json", "integer[]"),
    ],
)
def test_a_list_whose_values_would_not_be_allowed_is_refused(
    old: str, new: str
) -> None:
    with pytest.raises(migrate.UnsupportedChangeError) as said:
        migrate.operations(entity(f"tags: {old}"), entity(f"tags: {new}"))
    (sentence,) = said.value.sentences
    assert sentence.startswith(f"Product.tags changes from {old} to {new}, which its ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("string(20)[]", "string(30)[]"),
        ("string(20)[]", "text[]"),
        ("integer[]", "bigint[]"),
        ("integer[]", "json"),
    ],
)
def test_a_list_may_hold_more_than_before(old: str, new: str) -> None:
    before, after = entity(f"tags: {old}"), entity(f"tags: {new}")
    assert migrate.operations(before, after) == ()


def test_a_key_that_others_point_to_is_refused() -> None:
    keyed = "      code: string(9)\n    key: code\n  Address:\n"
    new = model_of(edited(("  Address:\n", keyed)))
    with pytest.raises(migrate.UnsupportedChangeError) as said:
        migrate.operations(model_of(SHOP), new)
    assert KEY_CHANGED in said.value.sentences


def test_equal_tables_need_nothing() -> None:
    assert migrate.operations(model_of(SHOP), model_of(SHOP)) == ()


def test_two_branches_have_what_both_did_in_common() -> None:
    base = entity("sku: string(9)")
    one = migrate.operations(base, entity("sku: string(9)\na: text?\nb: text?"))
    other = migrate.operations(base, entity("sku: string(9)\nb: text?\nc: text?"))
    assert len(set(one) & set(other)) == 1
