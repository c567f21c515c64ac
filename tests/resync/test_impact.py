"""What a change costs is said once, whoever finds it out; what is lost is asked for by name."""

from __future__ import annotations

import pytest
from changes import SHOP, SHOP_NEXT
from memory import model

from bd_scaffold.difference import Effect
from bd_scaffold.impact import (
    Allowance,
    NotAllowedError,
    check_allowed,
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


def test_a_refusal_says_what_to_add_to_the_command() -> None:
    with pytest.raises(NotAllowedError) as said:
        check_allowed((TAG,), ())
    assert str(said.value) == (
        "destructive or breaking changes require an explicit --allow:\n"
        "  --allow drop:Tag                     The table tags is dropped, with its rows."
    )
