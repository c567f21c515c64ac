from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from drawn_settings import share
from hypothesis import given, settings
from hypothesis import strategies as st

from bd_scaffold.features import FEATURES, traits_of
from bd_scaffold.language import Design, load
from bd_scaffold.language.design import FieldType
from bd_scaffold.language.enum_types import Value
from bd_scaffold.rules import review

DESIGNS = sorted((Path(__file__).parents[2] / "examples/designs").glob("*.yaml"))


def loaded(fields: str, rest: str = "") -> Design:
    text = f"name: shop\nentities:\n  Product:\n    fields:\n      {fields}\n{rest}"
    result = load(text, "design.yaml")
    assert result.diagnostics == ()
    assert result.design is not None
    return result.design


def field(line: str) -> FieldType:
    design = loaded(f"it: {line}")
    return design.entities["Product"].fields["it"]


@pytest.mark.parametrize("path", DESIGNS, ids=[path.stem for path in DESIGNS])
def test_the_example_designs_have_no_mistakes(path: Path) -> None:
    design, diagnostics = review(path.read_bytes(), path.name)
    assert diagnostics == ()
    assert design is not None


@pytest.mark.parametrize(
    ("line", "mapping"),
    [
        ("text", "{type: text}"),
        ("text?", "{type: text, nullable: true}"),
        ("string(20)[]", "{type: 'string(20)', many: true}"),
        ("string(9) unique search", "{type: string(9), unique: true, search: true}"),
        (
            "decimal(12,2) min(0) = 0 filter",
            "{type: 'decimal(12,2)', min: 0, default: 0, filter: true}",
        ),
        ("integer = 3 max(5)", "{type: integer, max: 5, default: 3}"),
        ("string(9) length(2, 4)", "{type: string(9), min_length: 2, max_length: 4}"),
        ('string(9) pattern("^\\d$")', "{type: string(9), pattern: '^\\d$'}"),
        ("Product? on_delete(set_null)", "{type: Product?, on_delete: set_null}"),
        ("Product[]", "{type: 'Product[]'}"),
        ("enum(a, b) = a", "{type: 'enum(a, b)', default: a}"),
        ("boolean = true", "{type: boolean, default: true}"),
        ("json = {}", "{type: json, default: {}}"),
        ('string(9) = "on hold"', "{type: string(9), default: on hold}"),
        ("text[] = []", "{type: 'text[]', default: []}"),
        (
            "text? computed(a || (' )' || lower(b))) virtual",
            "{type: text?, computed: \"a || (' )' || lower(b))\", virtual: true}",
        ),
        (
            'text computed(sql("a(\'x\')", "b"))',
            "{type: text, computed_sql: [\"a('x')\", b]}",
        ),
        ('text computed( sql("a") ) sort', "{type: text, computed_sql: a, sort: true}"),
    ],
)
def test_the_short_form_and_the_mapping_say_the_same(line: str, mapping: str) -> None:
    assert field(line) == field(mapping)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("integer = 3", 3),
        ("float = 1.5", 1.5),
        ("decimal(4,2) = 0.10", "0.10"),
        ("decimal(4,2) = -00", "0"),
        ("string(9) = 0.10", "0.10"),
        ("string(9) = no", "no"),
        ("boolean = false", False),
        ("json = [1, true]", [1, True]),
        ("{type: json, default: {a: 1, b: [null, x]}}", {"a": 1, "b": [None, "x"]}),
        ("integer[] = [1, 2]", [1, 2]),
        ("text? = null", None),
    ],
)
def test_a_default_is_the_json_value_of_its_type(line: str, expected: object) -> None:
    design = loaded(f"it: {line}")
    found = design.entities["Product"].fields["it"]
    assert found.has_default
    assert found.default == expected
    assert type(found.default) is type(expected)


def test_without_a_default_there_is_none() -> None:
    assert not loaded("it: text").entities["Product"].fields["it"].has_default


def test_bounds_are_exact() -> None:
    found = loaded("it: decimal(30,20) min(0.10000000000000000001)")
    assert found.entities["Product"].fields["it"].minimum == Decimal(
        "0.10000000000000000001"
    )


def test_words_that_yaml_1_1_takes_for_booleans_are_words() -> None:
    design = loaded(
        "on: boolean", "enums:\n  Answer: [yes, no, on, off, 1, 0x10]\nversion: 1.0.0"
    )
    values = [each.text for each in design.enums["Answer"].values]
    assert values == ["yes", "no", "on", "off", "1", "0x10"]
    assert "on" in design.entities["Product"].fields


def test_a_value_that_was_called_otherwise_says_so_in_every_form() -> None:
    values = (Value("draft"), Value("placed", "ordered"))
    short = "[draft, placed was(ordered)]"
    long = "{was: Stage, values: [draft, placed  was( ordered )]}"
    for written in (short, long):
        design = loaded("it: text", f"enums: {{State: {written}}}\n")
        assert design.enums["State"].values == values
    own = loaded("it: enum(draft, placed was(ordered)) = draft was(state)")
    field = own.entities["Product"].fields["it"]
    assert (field.values, field.was, field.default) == (values, "state", "draft")


def test_values_of_an_enum_are_listed_or_described() -> None:
    described = "{draft: Not yet visible., placed was(ordered): , paid: 'Paid\n  for.'}"
    design = loaded("it: text", f"enums: {{State: {{values: {described}}}}}\n")
    assert design.enums["State"].values == (
        Value("draft", None, "Not yet visible."),
        Value("placed", "ordered"),
        Value("paid", None, "Paid for."),
    )


def test_an_area_has_a_short_form_and_a_full_one() -> None:
    areas = [
        loaded("it: text", f"areas: {{sales: {written}}}\n").areas["sales"].entities
        for written in ("[Product]", "{entities: [Product], was: selling}")
    ]
    assert areas == [("Product",), ("Product",)]


def test_a_text_is_a_list_of_one() -> None:
    lists = """\
api: {cors: [https://shop.example.com]}
enums: {Size: [small], Colour: {values: [red]}}
areas: {sales: [Product]}
requirements: {constraints: [No cloud.]}
entities:
  Product:
    traits: [soft_delete]
    operations: [get]
    key: [code]
    indexes: [[day], {fields: [size], include: [day]}]
    fields: {code: string(9), day: date, size: Size}
"""
    texts = re.sub(r"\[([^\[\],]*)\]", r"\1", lists)
    assert "traits: soft_delete" in texts
    assert "indexes: [day, {fields: size, include: day}]" in texts
    known = traits_of(FEATURES)
    read = [
        load(f"name: shop\n{each}", "design.yaml", traits=known)
        for each in (texts, lists)
    ]
    assert read[0].diagnostics == read[1].diagnostics == ()
    assert read[0].design == read[1].design is not None


def test_an_area_is_said_by_either_side() -> None:
    design = loaded(
        "it: text",
        "  Tag:\n    area: b\n    fields: {label: text}\nareas: {a: [Product]}\n",
    )
    assert design.area_of("Product") == "a"
    assert design.area_of("Tag") == "b"


def test_the_title_is_made_from_the_name() -> None:
    assert loaded("it: text").title == "Shop"


def test_a_byte_order_mark_does_not_matter() -> None:
    text = "\ufeffname: shop\nentities: {A: {fields: {b: text}}}\n"
    assert load(text, "d").diagnostics == ()
    assert load(text.encode(), "d").diagnostics == ()


def test_a_place_is_that_of_the_nearest_part_written() -> None:
    result = load("name: shop\nentities:\n  A:\n    fields:\n      b: text\n", "d.yaml")
    where = result.positions.where("entities", "A", "fields", "b", "min")
    assert str(where) == "d.yaml:5:7"
    assert str(result.positions.where("api")) == "d.yaml:1:1"


@settings(max_examples=share(100), deadline=None)
@given(st.one_of(st.text(), st.binary()))
def test_anything_is_a_design_or_a_diagnostic(text: str | bytes) -> None:
    design, diagnostics = review(text, "design.yaml")
    assert design is not None or diagnostics


SHOP = DESIGNS[-1].read_text(encoding="utf-8")
SNIPPETS = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "\t",
        ":",
        "- ",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "&a ",
        "*a",
        "!x ",
        "#",
        "?",
        "(",
        ")",
        "null",
        "Order",
        "[]",
        "9" * 40,
        "-1",
        "\x00",
        "é",
        "\u2028",
        ": {}",
        ": []",
        "id",
        "key",
    ]
)


@settings(max_examples=share(150), deadline=None)
@given(st.integers(0, len(SHOP)), st.integers(0, 30), SNIPPETS)
def test_a_damaged_design_never_breaks_the_checks(
    start: int, length: int, snippet: str
) -> None:
    text = SHOP[:start] + snippet + SHOP[start + length :]
    design, diagnostics = review(text, "design.yaml")
    assert design is not None or diagnostics
    lines = text.count("\n") + 2
    assert all(1 <= each.where.line <= lines for each in diagnostics)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(
    [
        "name",
        "title",
        "requirements",
        "api",
        "enums",
        "areas",
        "entities",
        "architecture",
        "functional",
        "quality",
        "limit",
        "A",
        "B",
        "fields",
        "key",
        "unique",
        "indexes",
        "checks",
        "traits",
        "operations",
        "pagination",
        "type",
        "default",
        "min",
        "values",
        "volume",
        "rule",
    ]
)
SHAPES = st.recursive(
    JSON
    | st.sampled_from(
        ["text", "A", "A[]", "A[] by b", "integer = 3", "b > 1", "string(3)"]
    ),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=share(150), deadline=None)
@given(
    st.dictionaries(WORDS, SHAPES, max_size=6),
    st.dictionaries(WORDS, SHAPES, max_size=4),
)
def test_the_right_words_in_wrong_places_are_diagnostics(
    data: dict[str, object], entity: dict[str, object]
) -> None:
    import json

    whole = {
        "name": "shop",
        "entities": {"A": {"fields": {"b": "text"}, **entity}},
        **data,
    }
    design, diagnostics = review(json.dumps(whole), "design.yaml")
    assert design is not None or diagnostics
