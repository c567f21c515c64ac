"""What a change costs is said once, whoever finds it out; what is lost is asked for by name."""

from __future__ import annotations

import pytest
from changes import SHOP, SHOP_NEXT, whole_api
from memory import model

from bd_scaffold.difference import Effect
from bd_scaffold.impact import (
    Allowance,
    NotAllowedError,
    UnmatchedError,
    check_allowed,
    check_matched,
    impact_of,
    not_allowed,
)

OLD, NEW = SHOP.read_text(), SHOP_NEXT.read_text()


def test_a_change_that_the_contract_calls_breaking_is_not_called_safe() -> None:
    found = impact_of(model(OLD), model(OLD), model(NEW))
    effects = {each.subject: each.effects for each in found.changes}
    assert effects["Product.sku"] == (Effect.BREAKS_CLIENTS,)
    assert effects["Product.weight_grams"] == (Effect.SAFE,)
    assert effects["Tag"] == (Effect.LOSES_DATA, Effect.BREAKS_CLIENTS)


def test_whatever_is_lost_or_broken_has_one_name() -> None:
    found = impact_of(model(OLD), model(OLD), model(NEW))
    names = [each.name for each in found.allowances]
    assert names[:2] == ["drop:Product.tags", "drop:Tag"]
    assert "break:Product.on_hand" in names
    assert len(names) == len(set(names))


def test_of_the_whole_api_only_its_own_rows_are_lost_and_both_ways_are_named_once() -> (
    None
):
    """What comes with words goes with them, by a name each; nothing of before is in danger."""
    there, back = (
        impact_of(model(step.old), model(step.old), model(step.new))
        for step in whole_api()
    )
    lost = [
        [each.name for each in found.allowances if each.name.startswith("drop:")]
        for found in (there, back)
    ]
    kept = ("Address", "Order", "OrderLine", "Product")
    assert lost[0] == []
    assert {*lost[1]} == {
        *(f"drop:{each}.history" for each in kept),
        *("drop:Order.version", "drop:Product.weight", "drop:idempotency_keys"),
    }
    for found in (there, back):
        names = [each.name for each in found.allowances]
        assert len(names) == len(set(names))


def test_the_whole_api_breaks_todays_clients_by_few_words_and_is_missed_where_it_goes() -> (
    None
):
    there, back = (
        {each.name for each in impact_of(model(old), model(old), model(new)).allowances}
        for _, old, new in whole_api()
    )
    assert {name.rpartition(".")[2] for name in there} == {
        "errors",
        "pagination",
        "rate_limit",
    }
    assert {"break:v2", "break:api.errors", "break:Order.lines"} < back
    assert {"break:Product.upsert", "break:Product.batch", "break:Tag.colour"} & back


def test_beside_its_older_version_the_design_is_told_what_its_clients_see_all_the_same() -> (
    None
):
    """Names are translated for them; how they search, how pages are cut and errors are not."""
    step, _ = whole_api()
    found = impact_of(model(step.old), model(step.old), model(step.new))
    breaking = {str(e) for e in found.changes if Effect.BREAKS_CLIENTS in e.effects}
    shown = ("Category", "Product", "Customer")
    assert breaking == {
        *(
            f"{each}: search changed from parts of texts to words of english"
            for each in shown
        ),
        *(
            f"{each}: total changed from always to on_request"
            for each in (*shown, "Address", "Tag")
        ),
        "api.errors: changed from envelope to problem",
        "api.rate_limit.headers: changed from x to ietf",
    }


def test_what_breaks_a_renamed_field_is_not_called_safe() -> None:
    old = "name: lab\nentities: {Item: {fields: {word: string(9), day: date}}}\n"
    words = ("{word: string(9)", "{term: string(90) was(word)"), (
        "day: date",
        "on: date was(day)",
    )
    new = old
    for before, after in words:
        new = new.replace(before, after)
    found = impact_of(model(old), model(old), model(new))
    effects = {str(each): each.effects for each in found.changes}
    assert effects == {
        "Item.word: renamed to term": (Effect.BREAKS_CLIENTS,),
        "Item.word: string(9) widened to string(90)": (Effect.BREAKS_CLIENTS,),
        "Item.day: renamed to on": (Effect.BREAKS_CLIENTS,),
    }


def test_a_check_that_only_lets_more_rows_in_is_asked_for_by_no_name() -> None:
    old = (
        "name: lab\nentities: {Item: {fields: {a: integer}, checks: [{rule: a > 3}]}}\n"
    )
    new = old.replace("a > 3", "a >= 3 or a = 0")
    found = impact_of(model(old), model(old), model(new))
    assert found.allowances == ()
    assert [each.effects for each in found.changes] == [(Effect.SAFE,)]
    stricter = impact_of(model(new), model(new), model(old))
    assert [each.name for each in stricter.allowances] == ["check:Item.a"]


def test_what_migrations_have_done_already_is_not_asked_for_again() -> None:
    found = impact_of(model(OLD), model(NEW), model(NEW))
    assert found.operations == ()
    assert all(each.name.startswith("break:") for each in found.allowances)


TAG = Allowance("drop:Tag", "The table tags is dropped, with its rows.")
STOCK = Allowance("break:Product.stock", "in requests, stock is on_hand now")


@pytest.mark.parametrize(
    ("allowed", "left"),
    [
        ((), (TAG, STOCK)),
        (("drop:Tag",), (STOCK,)),
        (("break:*",), (TAG,)),
        (("drop:Tags", "break:Product"), (TAG, STOCK)),
        (("*",), ()),
    ],
)
def test_a_name_allows_what_it_names_and_a_pattern_a_kind(
    allowed: tuple[str, ...], left: tuple[Allowance, ...]
) -> None:
    assert not_allowed((TAG, STOCK), allowed) == left


def test_a_name_that_no_change_has_is_refused_and_a_kind_is_not() -> None:
    check_matched((TAG, STOCK), ("drop:Tag", "break:Product.*", "unique:*", "*"))
    with pytest.raises(UnmatchedError) as said:
        check_matched((TAG, STOCK), ("drop:Tags", "brake:*"))
    assert str(said.value) == (
        '--allow drop:Tags matches no change. Did you mean "drop:Tag"?\n'
        "--allow brake:* matches no change. Known are drop:Tag and break:Product.stock."
    )


def test_a_refusal_says_what_to_add_to_the_command() -> None:
    with pytest.raises(NotAllowedError) as said:
        check_allowed((TAG,), ())
    assert str(said.value) == (
        "destructive or breaking changes require an explicit --allow:\n"
        "  --allow drop:Tag                     The table tags is dropped, with its rows."
    )
