"""A word of a team's own that says otherwise is told, and costs nobody anything."""

from __future__ import annotations

import known_words

from bd_scaffold import model, pipeline
from bd_scaffold.difference import compare
from bd_scaffold.model.types import Model

WORDS = """
project: {properties: {cost_centre: {type: string, default: "0000"}}}
area: {properties: {owner: {default: nobody}}}
entity: {properties: {audited: {type: boolean, default: false}, note: {default: ""}}}
field: {properties: {personal: {type: boolean, default: false}}}
"""
MORE = WORDS.replace(
    "note: {default", "keep: {type: integer, default: 30}, old: {default"
)

DESIGN = """
name: shop
areas: {sales: {entities: [Order, Tag, Box]}}
entities:
  Order:
    fields:
      total: integer
      tags: {type: "Tag[]"}
      tag: {type: Tag}
  Tag: {fields: {word: text, orders: {type: "Order[]", by: tag}}}
  Box: {fields: {label: text}}
"""


def built(text: str, words: str = WORDS, name: str = "acme") -> Model:
    known = [known_words.words(words, name)] if words else []
    return model.build(pipeline.check(text.encode(), "design.yaml", known))


def told(old: Model, new: Model) -> list[str]:
    changes = compare(old, new)
    assert all(each.effects == ("safe",) for each in changes)
    return [f"{each} [{each.kind}]" for each in changes]


def with_words(text: str, *places: tuple[str, str]) -> str:
    for before, after in places:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def test_a_changed_word_is_told_where_it_is_said() -> None:
    said = with_words(
        DESIGN,
        ("name: shop", 'name: shop\nx-acme: {cost_centre: "0012"}'),
        ("[Order, Tag, Box]", "[Order, Tag, Box], x-acme: {owner: us}"),
        ("  Order:\n", "  Order:\n    x-acme: {audited: true}\n"),
        ("total: integer", "total: {type: integer, x-acme: {personal: true}}"),
        ('"Tag[]"}', '"Tag[]", x-acme: {personal: true}}'),
        ("{type: Tag}", "{type: Tag, x-acme: {personal: true}}"),
        ("by: tag}", "by: tag, x-acme: {personal: true}}"),
    )
    assert told(built(DESIGN), built(said)) == [
        'project: x-acme.cost_centre changed from "0000" to "0012" [changed]',
        'areas.sales: x-acme.owner changed from "nobody" to "us" [changed]',
        "Order: x-acme.audited changed from false to true [changed]",
        "Order.total: x-acme.personal changed from false to true [changed]",
        "Order.tag: x-acme.personal changed from false to true [changed]",
        "Order.tags: x-acme.personal changed from false to true [changed]",
        "Tag.orders: x-acme.personal changed from false to true [changed]",
    ]


def test_a_word_goes_along_where_its_entity_and_its_field_are_renamed() -> None:
    said = DESIGN.replace(
        "  Order:\n    fields:\n      total: integer",
        "  Order:\n    x-acme: {audited: true}\n    fields:\n"
        "      total: {type: integer, x-acme: {personal: true}}",
    )
    renamed = (
        said.replace("Order", "Sale")
        .replace("  Sale:\n", "  Sale:\n    was: Order\n")
        .replace("total: {", "sum: {was: total, ")
    )
    words = [each for each in told_texts(built(said), built(renamed)) if "x-" in each]
    assert words == []


def told_texts(old: Model, new: Model) -> list[str]:
    return [str(each) for each in compare(old, new)]


def test_a_long_value_is_changed_and_not_shown() -> None:
    said = with_words(
        DESIGN, ("  Order:\n", f"  Order:\n    x-acme: {{note: {'a' * 50}}}\n")
    )
    assert told(built(DESIGN), built(said)) == ["Order: x-acme.note changed [changed]"]


def test_words_that_a_blueprint_has_now_are_told_once_and_not_by_entity() -> None:
    said = with_words(DESIGN, ("  Order:\n", "  Order:\n    x-acme: {keep: 7}\n"))
    assert told(built(DESIGN), built(said, MORE)) == [
        "entities: x-acme.keep added as 30, something else in Order [added]",
        'entities: x-acme.old added as "" [added]',
        "entities: x-acme.note removed [removed]",
    ]


def test_a_blueprint_with_words_is_told_as_such() -> None:
    assert told(built(DESIGN, ""), built(DESIGN, name="acme-pay")) == [
        'project: x-acme-pay.cost_centre added as "0000" [added]',
        'areas: x-acme-pay.owner added as "nobody" [added]',
        "entities: x-acme-pay.audited added as false [added]",
        'entities: x-acme-pay.note added as "" [added]',
        "fields: x-acme-pay.personal added as false [added]",
    ]


def test_what_is_new_is_told_without_its_words() -> None:
    more = DESIGN.replace("total: integer", "total: integer\n      left: integer?")
    assert told(built(DESIGN), built(more)) == ["Order.left: added as integer? [added]"]
