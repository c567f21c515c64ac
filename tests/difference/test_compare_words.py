"""A changed design is told as a colleague would sum it up: what, from what, and at what cost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from changes import OWN_STEPS, SHOP, SHOP_NEXT, STEPS, Step, steps_of, whole_api

from bd_scaffold import pipeline
from bd_scaffold.difference import Change, Effect, compare
from bd_scaffold.model.types import Model
from features import CAPABILITIES


def built(text: str | bytes) -> Model:
    written = text.encode() if isinstance(text, str) else text
    return pipeline.derive(pipeline.check(written, "design.yaml"))


def told(old: str, new: str) -> list[str]:
    """Each change with its kind and its effects."""
    return [line(each) for each in compare(built(old), built(new))]


def line(change: Change) -> str:
    return f"{change} [{change.kind}: {', '.join(change.effects)}]"


SHOPS = Step("the shop some months later", SHOP.read_text(), SHOP_NEXT.read_text())
TOLD = {
    Path(__file__).with_name("words.txt"): (SHOPS, *whole_api(), *OWN_STEPS),
    **{each.words: steps_of(each) for each in CAPABILITIES},
}
"""The files of what is told, and the steps of which it is."""


def told_of(steps: tuple[Step, ...]) -> str:
    return "\n".join(
        f"{step.name}\n{_indented(told(step.old, step.new))}" for step in steps
    )


def _indented(lines: list[str]) -> str:
    return "".join(f"    {each}\n" for each in lines)


@pytest.mark.parametrize("words", TOLD, ids=lambda path: path.parts[-3])
def test_every_step_is_told_in_these_words(words: Path) -> None:
    if os.environ.get("REWRITE_GALLERY"):
        words.write_text(told_of(TOLD[words]), encoding="utf-8")
    assert told_of(TOLD[words]) == words.read_text(encoding="utf-8")


BOX = "  Box: {fields: {label: "
WITH_A_BOX = [each for each in STEPS if BOX in each.old and BOX in each.new]


@pytest.mark.parametrize("step", WITH_A_BOX, ids=[step.name for step in WITH_A_BOX])
def test_a_step_is_told_in_the_same_words_beside_another(step: Step) -> None:
    described = BOX.replace("{fields", "{description: A box., fields")
    together = told(step.old, step.new.replace(BOX, described))
    beside = "Box: description added [added: safe]"
    assert beside in together
    assert [each for each in together if each != beside] == told(step.old, step.new)


PROJECT = """\
name: lab
title: Lab
version: 1.0.0
requirements:
  functional: [{id: A, text: First., operations: [Item.list]}, {id: B, text: More.}]
  quality: {latency: {p95: 150ms}, volume: {Item: 10k}}
  constraints: [No cloud.]
architecture: {decisions: [{title: One, context: C, decision: D, consequences: E}]}
api: {version: v1, limit: {default: 20, max: 100}, cors: ["https://a.example"]}
database: {engine: postgresql}
deployment: {ci: github}
entities:
  Item: {fields: {code: string(20), low: integer = 0, high: integer = 9}}
"""


@pytest.mark.parametrize(
    ("there", "instead", "words"),
    [
        ("title: Lab", "title: Labs", ["title: changed from Lab to Labs [safe]"]),
        (
            "title: Lab",
            "title: Lab\ndescription: A lab.",
            ["project: description added [safe]"],
        ),
        (
            "version: 1.0",
            "version: 1.1",
            ["version: changed from 1.0.0 to 1.1.0 [safe]"],
        ),
        ("text: First.", "text: One.", ["requirements.A: text changed [safe]"]),
        (
            "[Item.list]",
            "[Item.get]",
            [
                "requirements.A: Item.get added [safe]",
                "requirements.A: Item.list removed [safe]",
            ],
        ),
        (", {id: B, text: More.}", "", ["requirements.B: removed [safe]"]),
        (
            "150ms",
            "90ms",
            [
                "requirements.quality.Latency, 95th percentile: changed from 150ms to 90ms [safe]"
            ],
        ),
        (
            "10k",
            "20k",
            [
                "requirements.quality.Volume of Item: changed from 10k rows to 20k rows [safe]"
            ],
        ),
        ("[No cloud.]", "[]", ['requirements.constraints: "No cloud." removed [safe]']),
        (
            "context: C",
            "context: K",
            ["architecture.decisions.One: context changed [safe]"],
        ),
        (
            "consequences: E",
            "consequences: E, status: superseded",
            [
                "architecture.decisions.One: status changed from accepted to superseded [safe]"
            ],
        ),
        (
            "version: v1",
            "version: v2",
            ["api.version: changed from v1 to v2 [breaks clients]"],
        ),
        (
            "default: 20",
            "default: 10",
            ["api.limit.default: changed from 20 to 10 [safe]"],
        ),
        (
            "max: 100",
            "max: 50",
            ["api.limit.max: changed from 100 to 50 [breaks clients]"],
        ),
        ("max: 100", "max: 200", ["api.limit.max: changed from 100 to 200 [safe]"]),
        (
            '["https://a.example"]',
            "[]",
            ["api.cors: https://a.example removed [breaks clients]"],
        ),
        (
            "postgresql",
            "sqlite",
            ["database.engine: changed from postgresql to sqlite [loses data]"],
        ),
        (
            "ci: github",
            "ci: gitlab",
            [
                "deployment.ci: gitlab added [safe]",
                "deployment.ci: github removed [safe]",
            ],
        ),
    ],
)
def test_the_words_of_the_whole_project(
    there: str, instead: str, words: list[str]
) -> None:
    found = compare(built(PROJECT), built(PROJECT.replace(there, instead)))
    assert [f"{each} [{', '.join(each.effects)}]" for each in found] == words


OLD = """
name: shop
requirements:
  functional: [{id: A, text: Places., operations: [Address.list]}]
  quality: {volume: {Address: 10k}}
enums: {Stage: [draft, ordered]}
areas: {selling: [Address, Order], other: [Country]}
entities:
  Country: {key: code, fields: {code: string(2), orders: "Order[] by land"}}
  Address:
    fields:
      stock: integer filter
      order: text?
      kind: enum(small, big) = big
    checks: [stock > 3, order is not null]
    indexes: [{fields: [stock], where: order is not null}, [stock, kind]]
    unique: [[stock, kind]]
  Order:
    fields: {stage: Stage = ordered, to: Address?, land: Country, lands: "Country[]"}
"""
NEW = """
name: shop
requirements:
  functional: [{id: A, text: Places., operations: [Place.list]}]
  quality: {volume: {Place: 10k}}
enums: {Step: {was: Stage, values: [draft, placed was(ordered)]}}
areas: {sales: {was: selling, entities: [Place, Order]}, other: [Land]}
entities:
  Land:
    was: Country
    key: iso
    fields: {iso: string(2) was(code), orders: "Order[] by country"}
  Place:
    was: Address
    fields:
      on_hand: integer filter was(stock)
      group: text? was(order)
      size: enum(small, large was(big)) = large was(kind)
    checks: [on_hand > 3, group is not null]
    indexes: [{fields: [on_hand], where: group is not null}, [on_hand, size]]
    unique: [[on_hand, size]]
  Order:
    fields:
      stage: Step = placed
      to: Place?
      country: Land was(land)
      places: Land[] was(lands)
"""


def test_what_follows_from_a_rename_is_not_told() -> None:
    assert [str(each) for each in compare(built(OLD), built(NEW))] == [
        "Stage: renamed to Step",
        "Stage: value ordered renamed to placed",
        "AddressKind: value big renamed to large",
        "areas.selling: renamed to sales",
        "Country: renamed to Land",
        "Country.code: renamed to iso",
        "Address: renamed to Place",
        "Address.stock: renamed to on_hand",
        "Address.order: renamed to group",
        "Address.kind: renamed to size",
        "Order.land: renamed to country",
        "Order.lands: renamed to places",
    ]


@pytest.mark.parametrize(
    ("there", "instead", "words"),
    [
        (
            "Country: {key: code, fields: {code",
            "Country: {fields: {code",
            [
                "Country: key changed from code to id",
                "Order.land: refers to Country by id instead of code",
                "Order.lands: refers to Country by id instead of code",
            ],
        ),
        (
            "code: string(2)",
            "code: string(3)",
            [
                "Country.code: string(2) widened to string(3)",
                "Order.land: follows Country.code, string(3) now",
                "Order.lands: follows Country.code, string(3) now",
            ],
        ),
        ("to: Address?", "to: Country?", ["Order.to: Address? became Country?"]),
        ("to: Address?", "to: 'Address[]'", ["Order.to: Address? became Address[]"]),
        (
            "lands: ",
            "lands: 'Address[]', old: ",
            [
                "Order.lands: Country[] became Address[]",
                "Order.old: added as Country[]",
            ],
        ),
        ("stock > 3", "stock > 4", ["Address: check stock > 3 changed to stock > 4"]),
        ("stock > 3, ", "", ["Address: check stock > 3 removed"]),
        (
            "stock > 3, order is not null",
            "order is not null, stock > 3",
            ["Address: checks in another order"],
        ),
        (
            "stock > 3",
            "{rule: stock > 3, name: stocked}",
            ["Address: check stock > 3 renamed from rule_1 to stocked"],
        ),
        (
            "stock > 3",
            "{rule: stock > 3, message: Too few.}",
            ["Address: message of check stock > 3 changed"],
        ),
        (
            ", [stock, kind]]\n",
            ", {fields: [kind], unique: true, where: stock > 3, include: [stock]}]\n",
            [
                "Address: unique index on kind including stock where stock > 3 added",
                "Address: index on stock and kind removed",
            ],
        ),
        (
            "unique: [[stock, kind]]",
            "unique: [[kind, stock]]",
            ["Address: unique kind and stock in another order"],
        ),
        ("stock: integer filter", "stock: integer filter index", []),
        ("to: Address?", "to: Address? index", []),
        (
            "order: text?\n      kind: enum(small, big) = big\n",
            "kind: enum(small, big) = big\n      order: text?\n",
            ["Address: fields in another order"],
        ),
        ("[draft, ordered]", "[ordered, draft]", ["Stage: values in another order"]),
        (
            "order: text?",
            'order: text? length(2, 9) pattern("^a")',
            [
                "Address.order: min_length(2) added",
                "Address.order: max_length(9) added",
                "Address.order: pattern ^a added",
            ],
        ),
        (
            "order: text?",
            "order: {type: text?, description: Its own.}",
            ["Address.order: description added"],
        ),
    ],
)
def test_the_words_of_what_stands_together(
    there: str, instead: str, words: list[str]
) -> None:
    assert there in OLD
    found = compare(built(OLD), built(OLD.replace(there, instead)))
    assert [str(each) for each in found] == words


def test_an_index_that_a_unique_field_has_already_is_asked_for() -> None:
    once = OLD.replace("to: Address?", "to: Address? unique")
    twice = f"{once}    indexes: [[to]]\n"
    assert [*map(str, compare(built(once), built(twice)))] == [
        "Order: index on to added"
    ]


@pytest.mark.parametrize(
    ("old", "new", "words", "effects"),
    [
        ("string(9)", "text", "string(9) widened to text", "safe"),
        ("email", "string(300)", "email widened to string(300)", "safe"),
        (
            "decimal(6,2)",
            "decimal(8,3)",
            "decimal(6,2) widened to decimal(8,3)",
            "safe",
        ),
        (
            "decimal(6,2)",
            "decimal(6,3)",
            "decimal(6,2) retyped to decimal(6,3)",
            "loses data, breaks clients",
        ),
        (
            "datetime",
            "datetime_local",
            "datetime retyped to datetime_local, as a clock in UTC shows it",
            "breaks clients",
        ),
        (
            "datetime_local",
            "datetime",
            "datetime_local retyped to datetime, taken for UTC",
            "breaks clients",
        ),
        ("date", "datetime", "date retyped to datetime", "breaks clients"),
        ("integer", "text", "integer retyped to text", "breaks clients"),
        ("text", "integer", "text retyped to integer", "loses data, breaks clients"),
        (
            "text",
            "string(9)",
            "text narrowed to string(9)",
            "loses data, breaks clients",
        ),
        (
            "string(9)",
            "string(9)[]",
            "string(9) retyped to string(9)[]",
            "loses data, breaks clients",
        ),
    ],
)
def test_a_type_is_wider_only_where_every_value_fits(
    old: str, new: str, words: str, effects: str
) -> None:
    text = "name: lab\nentities: {{Item: {{fields: {{it: '{}'}}}}}}\n"
    (change,) = compare(built(text.format(old)), built(text.format(new)))
    assert (change.text, ", ".join(change.effects)) == (words, effects)


def test_a_change_is_plain_json() -> None:
    change = Change("Tag", "removed", "removed", (Effect.LOSES_DATA,))
    assert json.loads(json.dumps(change.to_json())) == {
        "subject": "Tag",
        "text": "removed",
        "kind": "removed",
        "effects": ["loses data"],
    }


def test_a_parts_former_name_that_stays_hides_no_rename_of_its_value() -> None:
    old = """\
name: shop
types: {Money: {amount: "decimal(9,2)", unit: string(3) was(currency)}}
entities: {Book: {fields: {price: Money}}}
"""
    new = old.replace("price: Money", "cost: Money was(price)")
    assert told(old, new) == told(
        *(each.replace(" was(currency)", "") for each in (old, new))
    )


def test_what_helps_with_a_new_part_is_said_and_why_it_is_optional() -> None:
    old = """\
name: shop
types: {Money: {amount: "decimal(9,2)"}}
entities: {Book: {fields: {price: Money, cost: Money?, own: Money? internal}}}
"""
    unit = 'unit: "string(3)", note: "text?"}'
    new = old.replace("}}\nent", f", {unit}}}\nent").replace(
        "own:", "fee: Money?, own:"
    )
    helps = "parts have no default: --fill the rows, or give it a question mark"
    missing = f"added as string(3)?, as {{}} may be missing; {helps}"
    costs = "needs a default, breaks clients"
    assert told(old, new) == [
        f"Book.price_unit: added as string(3); {helps} [added: {costs}]",
        "Book.price_note: added as text? [added: safe]",
        f"Book.cost_unit: {missing.format('cost')} [added: {costs}]",
        "Book.cost_note: added as text? [added: safe]",
        "Book.fee_amount: added as decimal(9,2)? [added: safe]",
        "Book.fee_unit: added as string(3)? [added: safe]",
        "Book.fee_note: added as text? [added: safe]",
        f"Book.own_unit: {missing.format('own')} [added: needs a default]",
        "Book.own_note: added as text? [added: safe]",
    ]
