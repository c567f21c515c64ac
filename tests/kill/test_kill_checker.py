"""The checker of kill tests sees what is lost, doubled and swapped, and else nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from kill_asked import NO, UNKNOWN, UNSENT, YES, Asked
from kill_checker import Change, Tables, faults

_MADE = Change("a", "draft", 0)
_REVISED = Change("a", "draft", 1)
_PLACED = Change("a", "placed", 1)
_CHANGES = (_MADE, _REVISED, _PLACED)
_OTHER = Change("b", "draft", 0)

GOOD = Tables(
    orders={"a": _PLACED, "b": _OTHER},
    seen=[_MADE, _OTHER, _REVISED, _PLACED],
    booked=[_OTHER, *_CHANGES],
    receipts=["a"],
    left={"events in the outbox": 0},
)
ASKED = (
    Asked("a", "create", YES, 201),
    Asked("a", "revise", UNSENT, revision=1),
    Asked("a", "revise", UNKNOWN, 503, revision=1),
    Asked("a", "place", YES, 200),
    Asked("a", "place", NO, 409),
    Asked("b", "create", UNKNOWN),
    Asked("b", "place", UNKNOWN),
    Asked("c", "create", UNKNOWN),
    Asked("c", "create", UNSENT),
)


def test_what_was_kept_is_no_fault() -> None:
    assert faults(GOOD, ASKED) == []


def _lost_effect(tables: Tables) -> Tables:
    return replace(tables, booked=[_OTHER, _MADE, _PLACED])


def _doubled_effect(tables: Tables) -> Tables:
    return replace(tables, booked=[*tables.booked, _PLACED])


def _swapped_effects(tables: Tables) -> Tables:
    return replace(tables, booked=[_OTHER, _MADE, _PLACED, _REVISED])


def _effect_of_nothing(tables: Tables) -> Tables:
    return replace(tables, booked=[*tables.booked, Change("b", "placed", 0)])


def _lost_order(tables: Tables) -> Tables:
    gone = [each for each in tables.seen if each.order != "a"]
    booked = [each for each in tables.booked if each.order != "a"]
    orders = {"b": tables.orders["b"]}
    return replace(tables, orders=orders, seen=gone, booked=booked, receipts=[])


def _lost_row(tables: Tables) -> Tables:
    return replace(tables, orders={"b": tables.orders["b"]})


def _lost_placing(tables: Tables) -> Tables:
    changes = [_OTHER, _MADE, _REVISED]
    orders = {**tables.orders, "a": _REVISED}
    return replace(tables, orders=orders, seen=changes, booked=changes, receipts=[])


def _lost_receipt(tables: Tables) -> Tables:
    return replace(tables, receipts=[])


def _second_receipt(tables: Tables) -> Tables:
    return replace(tables, receipts=["a", "a"])


def _receipt_of_nothing(tables: Tables) -> Tables:
    return replace(tables, receipts=["a", "b"])


def _what_nobody_asked_for(tables: Tables) -> Tables:
    more = Change("d", "draft", 0)
    return replace(
        tables,
        orders={**tables.orders, "d": more},
        seen=[*tables.seen, more],
        booked=[*tables.booked, more],
    )


def _what_is_stuck(tables: Tables) -> Tables:
    return replace(tables, left={"events in the outbox": 1})


_TROUBLES: list[tuple[Callable[[Tables], Tables], str]] = [
    (_lost_effect, "Order a: (draft, revision 1) happened and its event is lost"),
    (_doubled_effect, "Order a: (placed, revision 1) has 2 effects of 1 events"),
    (_swapped_effects, "Order a: its events came in another order"),
    (
        _effect_of_nothing,
        "Order b: (placed, revision 0) has an effect and never happen",
    ),
    (_lost_order, "Order a: create was confirmed 1 times and happened 0 times"),
    (_lost_row, "Order a: the row is None"),
    (_lost_placing, "Order a: place was confirmed 1 times and happened 0 times"),
    (_lost_receipt, "Order a: it was placed 1 times and has 0 receipts"),
    (_second_receipt, "Order a: it was placed 1 times and has 2 receipts"),
    (_receipt_of_nothing, "Order b: it was placed 0 times and has 1 receipts"),
    (_what_nobody_asked_for, "Order d: create happened and nobody has asked for it"),
    (_what_is_stuck, "events in the outbox: 1 left"),
]


@pytest.mark.parametrize(
    ("trouble", "told"), _TROUBLES, ids=[each.__name__ for each, _ in _TROUBLES]
)
def test_what_was_not_kept_is_told(
    trouble: Callable[[Tables], Tables], told: str
) -> None:
    found = faults(trouble(GOOD), ASKED)
    assert any(each.startswith(told) for each in found), found


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked("b", "place", YES, 200), "place was confirmed 1 times and happened 0"),
        (Asked("b", "place", NO, 409), "place was refused without a reason"),
        (Asked("a", "place", YES, 200), "place was confirmed 2 times and happened 1"),
        (Asked("c", "create", YES, 201), "create was confirmed 1 times and happened 0"),
        (Asked("c", "create", NO, 409), "create was refused without a reason"),
        (Asked("a", "revise", YES, 200, 2), "revision 2 was confirmed and isn't there"),
        (Asked("a", "revise", NO, 404, 2), "revision 2 was refused: 404"),
        (Asked("a", "revise", UNKNOWN, 500, 1), "revise was answered 500"),
    ],
)
def test_an_answer_that_is_not_so_is_told(asked: Asked, told: str) -> None:
    (found,) = faults(GOOD, [*ASKED, asked])
    assert told in found


def test_a_change_that_was_never_sent_may_not_be_there() -> None:
    asked = [each for each in ASKED if each.did != "revise" or each.answer == UNSENT]
    assert faults(GOOD, asked) == [
        "Order a: revision 1 is there and nobody asked for it"
    ]
