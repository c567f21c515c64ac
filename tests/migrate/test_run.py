"""Each change runs on both engines, with rows in the tables, there and back and there again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from drafts import entity, model_of
from journey import travel

FIELDS = (
    "sku: string(40) unique\nprice: decimal(12,2) min(0)\nstock: integer min(0) = 0"
)

ONE_ENTITY = {
    "add_optional": (FIELDS, f"{FIELDS}\nnote: text?"),
    "add_with_default": (FIELDS, f"{FIELDS}\nweight: integer min(0) = 3 filter"),
    "add_defaults_of_each_type": (
        FIELDS,
        f"""{FIELDS}
        a: string(40) = "{{x}}:y 'it' 100%"
        b: boolean = true
        c: date = "2026-01-31"
        d: time = "09:30:00"
        e: datetime = "2026-01-31T09:30:00Z"
        f: json = {{}}
        g: bytes = "aGVsbG8="
        h: decimal(6,3) = 1.5
        i: float = 2.5
        j: url = "https://example.com/?a=%7B"
        k: integer[] = []
        l: enum(on, off) = off
        """,
    ),
    "add_what_the_server_makes": (
        FIELDS,
        f"""{FIELDS}
        code: string(12) readonly unique
        ref: uuid readonly unique
        at: datetime readonly
        day: date readonly
        """,
    ),
    "drop": (f"{FIELDS}\nold: text", FIELDS),
    "drop_unique": (f"{FIELDS}\nold: string(20) unique\nat: datetime sort", FIELDS),
    "drop_bounded": (
        f"{FIELDS}\na: integer min(3) max(9)\nb: enum(x, y)\nc: date\nd: integer[]\ne: bytes",
        FIELDS,
    ),
    "rename": (FIELDS, FIELDS.replace("stock:", "on_hand:") + " was(stock)"),
    "rename_to_a_word_of_sql": (
        FIELDS,
        FIELDS.replace("sku:", "order:").replace("unique", "unique was(sku)"),
    ),
    "widen": (FIELDS, FIELDS.replace("string(40)", "string(64)")),
    "widen_to_text": (f"{FIELDS}\nnote: string(90)", f"{FIELDS}\nnote: text"),
    "narrow": (FIELDS, FIELDS.replace("string(40)", "string(20)")),
    "widen_numbers": (
        f"{FIELDS}\na: integer\nb: decimal(5,2) filter\nc: integer",
        f"{FIELDS}\na: bigint\nb: decimal(9,3) filter\nc: float",
    ),
    "narrow_numbers": (
        f"{FIELDS}\na: bigint\nb: decimal(14,4)", f"{FIELDS}\na: integer\nb: decimal(12,4)"
    ),
    "retype": (
        f"{FIELDS}\na: integer\nb: uuid\nc: boolean\nd: integer\ne: string(9)",
        f"{FIELDS}\na: string(20)\nb: string(36)\nc: integer\nd: decimal(12,2)\ne: integer",
    ),
    "days_to_moments": (
        f"{FIELDS}\na: date filter\nb: date? readonly",
        f"{FIELDS}\na: datetime filter\nb: datetime readonly",
    ),
    "require": (f"{FIELDS}\na: integer?", f"{FIELDS}\na: integer = 5"),
    "require_moments": (
        f"{FIELDS}\na: datetime? readonly\nb: uuid? readonly",
        f"{FIELDS}\na: datetime readonly\nb: uuid readonly",
    ),
    "optional": (f"{FIELDS}\na: integer = 5", f"{FIELDS}\na: integer?"),
    "unique_on": (f"{FIELDS}\na: uuid", f"{FIELDS}\na: uuid unique"),
    "unique_off": (f"{FIELDS}\na: uuid unique", f"{FIELDS}\na: uuid"),
    "bounds": (FIELDS, FIELDS.replace("integer min(0)", "integer min(-1) max(9000)")),
    "bounds_off": (FIELDS, FIELDS.replace("integer min(0)", "integer")),
    "indexes_on": (FIELDS, FIELDS.replace("min(0)", "min(0) sort")),
    "indexes_off": (FIELDS.replace("min(0)", "min(0) sort"), FIELDS),
    "values_added": (f"{FIELDS}\na: enum(x, y)", f"{FIELDS}\na: enum(z, x, y)"),
    "all_at_once": (
        f"{FIELDS}\nold: string(20) unique\na: enum(x, y)\nb: integer?",
        """sku: string(64) unique
        cost: decimal(14,2) min(0) was(price) sort
        on_hand: integer = 0 was(stock) index
        a: enum(x, y, z) filter
        b: bigint = 7
        made: date readonly
        """,
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", ONE_ENTITY)
def test_one_entity(empty: Callable[[], Database], change: str) -> None:
    old, new = ONE_ENTITY[change]
    travel(empty, entity(old), entity(new))


WORDS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "timestamps_on": ({"traits": "[no_timestamps]"}, {}),
    "timestamps_off": ({}, {"traits": "[no_timestamps]"}),
    "unique_group_on": ({}, {"unique": "[[sku, price]]"}),
    "unique_group_off": ({"unique": "[[sku, price]]"}, {}),
    "check_on": ({}, {"checks": '["stock < 5000 or price > 1"]'}),
    "check_in_front": (
        {"checks": '["stock < 5000 or price > 1"]'},
        {"checks": '["stock < 6000", "stock < 5000 or price > 1"]'},
    ),
    "check_off": ({"checks": '["stock < 5000 or price > 1"]'}, {}),
    "index_on": ({}, {"indexes": "[{fields: [price], where: stock > 3}, [price, stock]]"}),
    "index_off": ({"indexes": "[{fields: [price], where: stock > 3, include: [sku]}]"}, {}),
    "ordered_on": (
        {},
        {"indexes": "[[price desc nulls last, stock], lower(sku), sku text_pattern_ops]"},
    ),
    "ordered_otherwise": (
        {"indexes": "[price desc, stock asc nulls first]"},
        {"indexes": "[price, stock desc]"},
    ),
    "unique_by_function": (
        {},
        {"indexes": "[{fields: lower(sku), unique: true, where: stock > 3}]"},
    ),
    "function_off": (
        {"indexes": "[{fields: [upper(sku), price desc], unique: true}]"},
        {},
    ),
    "natural_key": ({}, {"key": "sku"}),
    "key_of_its_own": ({"key": "sku"}, {}),
    "composite_key": ({"key": "sku"}, {"key": "[sku, stock]"}),
}  # fmt: skip


@pytest.mark.parametrize("change", WORDS)
def test_words_of_an_entity(empty: Callable[[], Database], change: str) -> None:
    old, new = WORDS[change]
    fields = FIELDS.replace("integer min(0) = 0", "integer min(0)").replace(
        " unique", ""
    )
    travel(empty, entity(fields, **old), entity(fields, **new))


SHOP = """
enums:
  Status: [draft, placed, cancelled]
entities:
  Tag:
    fields:
      label: string(40) unique
  Customer:
    fields:
      email: email unique
  Address:
    fields:
      customer: Customer on_delete(cascade)
      label: string(60)
      street: string(200) search
    unique: [[customer, label]]
  Product:
    fields:
      sku: string(40) unique
      tags: Tag[]
      parent: Product?
    indexes:
      - {fields: [sku], where: parent is null}
  Order:
    fields:
      customer: Customer on_delete(restrict) filter
      ship_to: Address?
      status: Status = draft filter
      total: integer min(0) = 0
      products: Product[]
    checks: ["total > 0 or status = 'draft' or status != 'placed' or total = 0"]
"""


def edited(*edits: tuple[str, str]) -> str:
    text = SHOP
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


TAG_GONE = (
    ("  Tag:\n    fields:\n      label: string(40) unique\n", ""),
    ("      tags: Tag[]\n", ""),
)
ADDRESS_RENAMED = (
    ("  Address:\n", "  DeliveryAddress:\n    was: Address\n"),
    ("ship_to: Address?", "ship_to: DeliveryAddress?"),
)
REVIEW = """  Review:
    fields:
      product: Product on_delete(cascade) filter
      author: Customer
      stars: integer min(1) max(5)
      tags: Tag[]
    unique: [[product, author]]
"""
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "entity_added": (("  Order:\n", f"{REVIEW}  Order:\n"),),
    "entity_removed": TAG_GONE,
    "entity_renamed": ADDRESS_RENAMED,
    "entity_with_links_renamed": (
        ("  Product:\n", "  Article:\n    was: Product\n"),
        ("Product[]", "Article[]"),
        ("Product?", "Article?"),
    ),
    "linked_entity_renamed": (
        ("  Tag:\n", "  Label:\n    was: Tag\n"),
        ("Tag[]", "Label[]"),
    ),
    "link_renamed": (("tags: Tag[]", "labels: Tag[] was(tags)"),),
    "link_removed": (("      tags: Tag[]\n", ""),),
    "relation_renamed": (("ship_to: Address?", "address: Address? was(ship_to)"),),
    "relation_added": (("total:", "bill_to: Address?\n      total:"),),
    "relation_removed": (("      ship_to: Address?\n", ""),),
    "on_delete": (
        ("customer: Customer on_delete(cascade)", "customer: Customer on_delete(restrict)"),
        ("ship_to: Address?", "ship_to: Address? on_delete(cascade)"),
    ),
    "relation_optional": (
        ("customer: Customer on_delete(restrict)", "customer: Customer? on_delete(restrict)"),
    ),
    "circle": (("email: email unique", "email: email unique\n      home: Address?"),),
    "value_added": (("cancelled]", "cancelled, paid]"),),
    "soft_delete": (("  Customer:\n", "  Customer:\n    traits: [soft_delete]\n"),),
    "to_other_entities": (
        *ADDRESS_RENAMED,
        *TAG_GONE,
        ("  Order:\n", f"{REVIEW.replace('      tags: Tag[]', '')}  Order:\n"),
        ("string(60)", "string(90)?"),
        ("cancelled]", "cancelled, paid]"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_several_entities(empty: Callable[[], Database], change: str) -> None:
    travel(empty, model_of(SHOP), model_of(edited(*CHANGES[change])))


FORWARD_ONLY = {"value_added", "to_other_entities"}
BACKWARD = [
    name
    for name, edits in CHANGES.items()
    if "was" not in str(edits) and name not in FORWARD_ONLY
]


@pytest.mark.parametrize("change", BACKWARD)
def test_several_entities_backwards(empty: Callable[[], Database], change: str) -> None:
    """What one way adds, the other removes."""
    travel(empty, model_of(edited(*CHANGES[change])), model_of(SHOP))
