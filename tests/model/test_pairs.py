"""What of an older model is what of a newer one: by name, or by the word `was`."""

from __future__ import annotations

import pytest

from bd_scaffold import model, pipeline
from bd_scaffold.model import pairs
from bd_scaffold.model.types import Model

OLD = """
name: shop
enums: {Stage: [draft, ordered]}
areas: {selling: [Article, Label]}
entities:
  Label: {fields: {text: string(9)}}
  Article:
    fields:
      stock: integer
      kind: enum(small, big)
      stage: Stage
      main: Label
      labels: Label[]
"""
NEW = """
name: shop
enums: {OrderStage: {was: Stage, values: [draft, placed was(ordered)]}}
areas: {sales: {was: selling, entities: [Product, Tag]}}
entities:
  Tag: {was: Label, fields: {text: string(9)}}
  Product:
    was: Article
    fields:
      on_hand: integer was(stock)
      size: enum(small, large was(big)) was(kind)
      stage: OrderStage
      first: Tag was(main)
      tags: Tag[] was(labels)
"""


def built(text: str) -> Model:
    return model.build(pipeline.check(text.encode(), "design.yaml"))


def of(text: str, kind: str) -> list[str]:
    """The kept pairs of a kind, and what is in neither: `old > new`, `- old`, `+ new`."""
    old, new = built(OLD), built(text)
    found: dict[str, pairs.Pairs[object]] = {
        "areas": pairs.areas(old, new),
        "entities": pairs.entities(old, new),
        "enums": pairs.enums(old, new),
        "values": pairs.members(old.enums[0], new.enums[0]),
        "own values": pairs.members(old.enums[1], new.enums[1]),
        "columns": pairs.columns(old.entities[1], new.entities[1]),
        "links": pairs.links(old.entities[1], new.entities[1]),
    }
    return [
        *(f"{_name(one)} > {_name(other)}" for one, other in found[kind].kept),
        *(f"- {_name(each)}" for each in found[kind].removed),
        *(f"+ {_name(each)}" for each in found[kind].added),
    ]


def _name(each: object) -> str:
    return str(getattr(each, "value", "") or getattr(each, "name", ""))


KINDS = {
    "areas": ["selling > sales"],
    "entities": ["Label > Tag", "Article > Product"],
    "enums": ["Stage > OrderStage", "ArticleKind > ProductSize"],
    "values": ["draft > draft", "ordered > placed"],
    "own values": ["small > small", "big > large"],
    "links": ["label_ids > tag_ids"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_another_is_that_one(kind: str) -> None:
    assert of(NEW, kind) == KINDS[kind]


def test_a_renamed_relation_keeps_its_columns() -> None:
    assert {"stock > on_hand", "kind > size", "main_id > first_id"} <= {
        *of(NEW, "columns")
    }


def test_without_the_word_it_is_a_removal_and_an_addition() -> None:
    guessed = NEW.replace("was: Label, ", "").replace(" was(ordered)", "")
    assert of(guessed, "entities") == ["Article > Product", "- Label", "+ Tag"]
    assert of(guessed, "values") == ["draft > draft", "- ordered", "+ placed"]


def test_a_former_name_that_nobody_has_any_more_is_history() -> None:
    assert of(
        OLD.replace("{fields: {text", "{was: Mark, fields: {text"), "entities"
    ) == [
        "Label > Label",
        "Article > Article",
    ]
