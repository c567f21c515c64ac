from __future__ import annotations

from pathlib import Path

from bd_scaffold.features import FEATURES, traits_of
from bd_scaffold.language import load
from bd_scaffold.resolve import Resolved, resolve

PARTS = Path(__file__).parents[2] / "blueprints/fastapi/parts"


CORE = {
    *(
        "hardening",
        "s3",
        "along",
        "apart",
        "by_engine",
        "commands",
        "composite_links",
        "composite_trees",
        "composites",
        "computed",
        "constraints",
        "deferred",
        "documents",
        "environment",
        "exclusions",
        "extensions",
        "filter_forms",
        "inclusions",
        "orders",
        "owned",
        "guards",
        "link_filters",
        "listed_rules",
        "listening",
        "lists",
        "long_decimals",
        "nested_links",
        "restricting_links",
        "through",
        "nested_one",
        "native_enums",
        "normal",
        "pairs",
        "preparation",
        "private",
        "ranges",
        "redis",
        "scopes",
        "sequences",
        "sparse_fields",
        "statements",
        "trees",
        "worker",
    ),
}
"""Parts of the generated core, which no capability brings along."""


def resolved(text: str) -> Resolved:
    """What a design comes to, whatever is wrong with it."""
    text = f"name: shop\nentities:\n{text}"
    design = load(text, "design.yaml", traits=traits_of(FEATURES)).design
    assert design is not None
    return resolve(design)


def columns(text: str, entity: str) -> list[str]:
    return [slot.name for slot in resolved(text).entities[entity].slots]


def test_a_reference_has_a_column_for_each_part_of_the_others_key() -> None:
    text = """
  Place: {key: [row, shelf], fields: {row: integer, shelf: integer}}
  Box: {traits: [no_timestamps], fields: {size: integer, place: Place}}
"""
    assert columns(text, "Box") == ["id", "size", "place_row", "place_shelf"]


def test_a_name_that_leads_nowhere_is_no_obstacle() -> None:
    text = """
  Box:
    key: [code, nothing]
    traits: [no_timestamps]
    fields: {code: string(x), place: Place, size: integer}
"""
    assert columns(text, "Box") == ["code", "place", "size"]
    [field] = [f for f in resolved(text).fields if f.name == "place"]
    assert not field.is_known


def test_a_circle_of_keys_comes_to_an_end() -> None:
    text = """
  A: {key: [b, x], fields: {b: B, x: integer}}
  B: {key: [a, y], fields: {a: A, y: integer}}
"""
    assert columns(text, "A")[:2] == ["b_y", "x"]


def test_timestamps_are_on_unless_switched_off() -> None:
    found = resolved("""
  Product: {fields: {it: text}}
  Tag: {traits: [versioned], fields: {label: text}}
  Log: {traits: [no_timestamps], fields: {line: text}}
""").entities
    used = {name: [f.name for f in each.features] for name, each in found.items()}
    assert used == {
        "Product": ["timestamps"],
        "Tag": ["versioned", "timestamps"],
        "Log": [],
    }


def test_what_traits_add_stands_last_in_the_order_of_the_features() -> None:
    text = """
  Box: {traits: [versioned, soft_delete], fields: {size: integer}}
"""
    added = ["version", "deleted_at", "created_at", "updated_at"]
    assert columns(text, "Box") == ["id", "size", *added]


def test_each_feature_with_a_part_has_its_folder_in_the_blueprint() -> None:
    folders = {each.name for each in PARTS.iterdir() if each.is_dir()}
    assert {each.name for each in FEATURES if each.part} | CORE == folders


def test_a_column_does_not_say_a_relations_name_twice() -> None:
    text = """
  City: {key: city_id, fields: {city_id: integer, twins: "City[]"}}
  Room: {key: [room_no, floor], fields: {room_no: integer, floor: integer}}
  Guest:
    key: guest
    fields: {guest: integer, city: City, home: City?, room: Room, cities: "City[]"}
  Stay: {fields: {guest: Guest was(visitor)}}
"""
    assert columns(text, "Guest")[:5] == [
        *("guest", "city_id", "home_city_id", "room_room_no", "room_floor")
    ]
    assert columns(text, "Stay")[:2] == ["id", "guest_guest"]
    entities = resolved(text).entities
    twins, cities = entities["City"].links[0], entities["Guest"].links[0]
    assert [each.name for each in (*twins.near, *twins.far)] == [
        "city_id",
        "twin_city_id",
    ]
    assert [each.name for each in (*cities.near, *cities.far)] == [
        *("guest_guest", "city_id")
    ]
    assert (twins.property, cities.property) == ("twin_city_ids", "city_ids")


def test_a_renamed_relation_was_a_column_by_the_same_rule() -> None:
    text = """
  City: {key: city_id, fields: {city_id: integer}}
  Guest: {fields: {home: City was(city)}}
"""
    slot = resolved(text).entities["Guest"].slots[1]
    assert (slot.name, slot.former) == ("home_city_id", ("city_id",))
