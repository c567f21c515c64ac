"""What of an older model is what of a newer one: by name, or by the word `was`."""

from __future__ import annotations

import pytest

from bd_scaffold import model, pipeline
from bd_scaffold.model import matching
from bd_scaffold.model.types import Model, Table

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
    found: dict[str, matching.Matching[object]] = {
        "areas": matching.areas(old, new),
        "entities": matching.entities(old, new),
        "enums": matching.enums(old, new),
        "values": matching.members(old.enums[0], new.enums[0]),
        "own values": matching.members(old.enums[1], new.enums[1]),
        "columns": matching.columns(_table(old), _table(new)),
        "links": matching.links(old.entities[1], new.entities[1]),
    }
    return [
        *(f"{_name(one)} > {_name(other)}" for one, other in found[kind].kept),
        *(f"- {_name(each)}" for each in found[kind].removed),
        *(f"+ {_name(each)}" for each in found[kind].added),
    ]


def _table(model: Model) -> Table:
    return model.tables[model.entities[1].table]


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


KEYED = """
name: shop
entities:
  Country: {key: code, fields: {code: string(2)}}
  Region: {key: [country, number], fields: {country: Country, number: integer}}
  Town: {fields: {region: Region}}
"""


def town(text: str) -> Table:
    return built(text).tables["towns"]


@pytest.mark.parametrize(
    ("edits", "column"),
    [
        (
            {"key: code": "key: iso", "code: string(2)": "iso: string(2) was(code)"},
            "region_country_code > region_country_iso",
        ),
        (
            {"[country,": "[land,", "country: Country": "land: Country was(country)"},
            "region_country_code > region_land_code",
        ),
    ],
)
def test_a_reference_follows_the_key_that_it_refers_to(
    edits: dict[str, str], column: str
) -> None:
    renamed = KEYED
    for there, instead in edits.items():
        renamed = renamed.replace(there, instead)
    found = matching.columns(town(KEYED), town(renamed))
    assert column in [f"{one.name} > {other.name}" for one, other in found.kept]
    assert (found.removed, found.added) == ((), ())


def test_an_older_rename_does_not_hide_a_newer_one() -> None:
    old = KEYED.replace("code: string(2)", "code: string(2) was(iso)")
    new = old.replace("region: Region", "area: Region was(region)")
    found = matching.columns(town(old), town(new))
    assert (found.removed, found.added) == ((), ())


def test_an_own_enum_is_found_by_the_rename_that_is_new() -> None:
    once = NEW.replace("size: enum(small, large was(big)) was(kind)", "kind: enum(a)")
    found = matching.enums(built(once), built(NEW))
    assert ("ProductKind", "ProductSize") in [
        (one.name, other.name) for one, other in found.kept
    ]


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
