from __future__ import annotations

import json
from typing import Any

import pytest
from drawn_settings import share
from hypothesis import HealthCheck, given, settings

from bd_scaffold import model
from bd_scaffold.rules import review
from designs import designs


def codes(text: str) -> list[str]:
    _, diagnostics = review(text, "design.yaml")
    return [each.code for each in diagnostics]


def product(field: str) -> str:
    return f"name: shop\nentities:\n  Product:\n    fields:\n      it: {field}\n"


@pytest.mark.parametrize(
    "name",
    ["from", "class", "order", "group", "user", "select", "metadata", "self", "json"],
)
def test_words_of_other_languages_are_legal_names(name: str) -> None:
    assert (
        codes(f"name: shop\nentities:\n  Product:\n    fields:\n      {name}: text\n")
        == []
    )


@pytest.mark.parametrize(
    "name", ["Order", "User", "Class", "Union", "Series", "Page", "Exception"]
)
def test_entities_may_be_called_like_anything(name: str) -> None:
    assert (
        codes(f"name: shop\nentities:\n  {name}:\n    fields:\n      it: text\n") == []
    )


@pytest.mark.parametrize("length", [1, 60])
def test_names_have_up_to_sixty_characters(length: int) -> None:
    entity, field = "A" * length, "a" * length
    assert (
        codes(f"name: shop\nentities:\n  {entity}:\n    fields:\n      {field}: text\n")
        == []
    )


@pytest.mark.parametrize("length", [61, 900])
def test_longer_names_are_refused(length: int) -> None:
    entity, field = "A" * length, "a" * length
    found = codes(
        f"name: shop\nentities:\n  {entity}:\n    fields:\n      {field}: text\n"
    )
    assert found == ["BD108", "BD108"]


@pytest.mark.parametrize(
    "field",
    [
        "Product?",
        "Product? one",
        "Product[]",
        "text? = null",
        "integer min(-3) max(3) = -3",
        "decimal(3,3) max(0.999)",
        "decimal(4,0) min(1)",
        "string(500) unique",
        "enum(a) = a",
        'string(4) pattern("^[^/]+$|^\\\\.$")',
        "datetime = 2026-01-01T00:00:00+01:00",
        "string(9) readonly",
        "uuid readonly",
        "boolean sort filter index",
    ],
)
def test_what_makes_sense_is_accepted(field: str) -> None:
    assert codes(product(field)) == []


def test_a_circle_with_an_optional_relation_is_fine() -> None:
    text = """
name: shop
entities:
  Order: {fields: {invoice: "Invoice?"}}
  Invoice: {fields: {order: Order}}
"""
    assert codes(text) == []


def test_a_mistake_does_not_hide_what_comes_after_it() -> None:
    text = """
name: shop
entities:
  Product:
    traits: [oops]
    fields:
      price: decimal(
      maker: Makr
"""
    assert codes(text) == ["BD111", "BD201", "BD103"]


@settings(
    max_examples=share(60), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(designs())
def test_what_passes_has_one_meaning_for_every_name(data: dict[str, Any]) -> None:
    design, diagnostics = review(json.dumps(data), "design.yaml")
    assert design is not None
    if diagnostics:
        return
    made = model.build(design)
    for entity in made.entities:
        table = made.tables[entity.table]
        attributes = [
            each.attribute for each in (*table.columns, *entity.relationships)
        ]
        for derived in (
            attributes,
            [each.name for each in entity.properties],
            [each.name for each in entity.filters],
            [each.name for each in (*table.indexes, *table.constraints)],
        ):
            assert len(derived) == len(set(derived))
