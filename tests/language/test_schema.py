from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import regress

from bd_scaffold.language.plain import json_of
from bd_scaffold.language.reference import pages
from bd_scaffold.language.tree import read
from bd_scaffold.pipeline import schema as json_schema

ROOT = Path(__file__).parents[2]
DESIGNS = [
    *sorted((ROOT / "examples/designs").glob("*.yaml")),
    *sorted((ROOT / "tests/designs").glob("*.yaml")),
]


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    schema = json_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def design(field: Any) -> dict[str, Any]:
    return {"name": "shop", "entities": {"Product": {"fields": {"it": field}}}}


def patterns(node: Any) -> Iterator[str]:
    """Every regular expression of a schema."""
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        yield from node.get("patternProperties", ())
    for each in node.values() if isinstance(node, dict) else node:
        if isinstance(each, dict | list):
            yield from patterns(each)


def test_the_engine_of_an_editor_reads_every_pattern() -> None:
    found = [*patterns(json_schema())]
    assert len(found) > 10
    for each in found:
        regress.Regex(each, flags="u")


@pytest.mark.parametrize("path", DESIGNS, ids=[path.stem for path in DESIGNS])
def test_an_editor_finds_no_mistake_in_a_design_without_any(
    path: Path, validator: jsonschema.Draft7Validator
) -> None:
    validator.validate(json_of(read(path.read_bytes(), path.name).value))


@pytest.mark.parametrize(
    "field",
    [
        "text?",
        "string(20)[]?",
        "decimal(12, 2) min(-0.5) max(3) = 0 filter",
        'string(9) pattern("^[A-Z]{2}$") unique',
        "enum(small, very-large) = small",
        "enum(small, very-large was(big)) = small",
        "integer min(0) was(stock)",
        "Order[] by product",
        "Order? on_delete(set_null)",
        "boolean=true filter",
        'string(20) = "on hold"',
        "json = {}",
        'date = sql("today()", "date(\'now\')") filter',
        "decimal(12,2)? computed(price * (count - abs(coalesce(off, 1)))) virtual sort",
        """string(9) computed(name || ' (' || lower("b)") || ')') unique""",
        'text computed(sql("left(name, 1)", "substr(name, 1, 1)"))',
        {"type": "decimal(12,2)", "computed": "price * count", "virtual": True},
        {"type": "decimal(12,2)", "min": 0, "filter": True, "description": "Net."},
    ],
)
def test_an_editor_accepts_both_forms_of_a_field(
    field: Any, validator: jsonschema.Draft7Validator
) -> None:
    validator.validate(design(field))


@pytest.mark.parametrize(
    "field",
    [
        "string",
        "strng(20)",
        "text serch",
        "decimal(12)",
        "text on_delete(nothing)",
        {"type": "text", "serch": True},
        {"min": 3},
        3,
    ],
)
def test_an_editor_marks_a_wrong_field(
    field: Any, validator: jsonschema.Draft7Validator
) -> None:
    assert not validator.is_valid(design(field))


def test_every_word_has_a_hover_text() -> None:
    schema = json_schema()
    for definition in [schema, *schema["$defs"].values()]:
        full = definition["anyOf"][1] if "anyOf" in definition else definition
        for word, each in full["properties"].items():
            target = schema["$defs"].get(each.get("$ref", "").rpartition("/")[2], {})
            assert each.get("description") or target.get("description"), word


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_documents_are_what_the_schema_says(name: str) -> None:
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert (
        committed == pages()[name]
    ), "run: python -m bd_scaffold.language.reference docs"


def test_the_schema_is_json() -> None:
    assert json.loads(json.dumps(json_schema())) == json_schema()
