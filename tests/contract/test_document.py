"""The document is valid, says the same as its text, and holds nothing that no one uses."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from drawn_settings import share
from everything import EVERYTHING, model_of, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from bd_scaffold import contract
from bd_scaffold.contract.text import contract_texts, entity_texts
from bd_scaffold.model.types import Model
from bd_scaffold.record import replace

MODEL = model_of(EVERYTHING)
WHOLE = model_of(EVERYTHING.replace("    operations: [list, create]\n", ""))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
OPERATIONS = ("list", "get", "create", "replace", "update", "delete")


def written(model: Model) -> Any:
    """Read the document back from the text that a model has without its classes."""
    pairs = [entity_texts(model, entity, {}) for entity in model.entities]
    around = contract_texts(model, [text for pair in pairs for text in pair], {})
    return yaml.load(
        f"{around.head}paths:\n{''.join(pair[0] for pair in pairs)}components:\n"
        f"{around.components}  schemas:\n{around.schemas}"
        f"{''.join(pair[1] for pair in pairs)}",
        Loader=yaml.CSafeLoader,
    )


def test_the_document_is_valid() -> None:
    validate(contract.document(MODEL))


def test_the_file_says_the_same_as_the_document() -> None:
    assert yaml.load(text_of(MODEL), yaml.CSafeLoader) == contract.document(MODEL)


def test_an_enum_tells_what_its_values_mean() -> None:
    schemas = contract.document(MODEL)["components"]["schemas"]
    assert schemas["Colour"] == {
        "type": "string",
        "description": "How it looks.\n\n"
        "Lists are sorted by it in the order of its values.\n\n"
        "- `red`: Like blood.\n- `2d`: Flat and thin.",
        "enum": ["red", "in-progress", "2d"],
        "x-enum-descriptions": ["Like blood.", "", "Flat and thin."],
    }
    assert schemas["ThingSize"] == {"type": "string", "enum": ["s", "m", "l"]}


def test_every_operation_has_a_name_of_its_own() -> None:
    items = contract.document(MODEL)["paths"].values()
    operations = [
        item[method] for item in items for method in item if method != "parameters"
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))


def test_every_component_is_used() -> None:
    text = text_of(MODEL)
    components = contract.document(MODEL)["components"]
    unused = {
        name
        for kind, nodes in components.items()
        for name in nodes
        if f"'#/components/{kind}/{name}'" not in text
    }
    assert not unused


def test_every_refusal_has_the_one_shape() -> None:
    responses = contract.document(MODEL)["components"]["responses"]
    assert {
        name: response["content"]["application/json"]["schema"]["$ref"]
        for name, response in responses.items()
        if name != "NotModified"
    } == dict.fromkeys(
        (
            *("NotFound", "Conflict", "PreconditionFailed"),
            *("TooLarge", "UnsupportedMediaType", "Invalid", "PreconditionRequired"),
        ),
        "#/components/schemas/error",
    )


@settings(
    max_examples=share(25), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.data(), TEXTS, TEXTS)
def test_any_operations_and_any_texts_give_a_valid_document(
    data: st.DataObject, title: str, text: str
) -> None:
    chosen = st.sets(st.sampled_from(OPERATIONS), min_size=1)
    drawn = [(data.draw(chosen), data.draw(TEXTS)) for _ in WHOLE.entities]
    model = replace(
        WHOLE,
        project=replace(WHOLE.project, title=title, description=text),
        entities=tuple(
            replace(
                entity,
                operations=tuple(
                    each
                    for each in entity.operations
                    if each.kind == "nested_list" or each.name in operations
                ),
                description=description,
            )
            for entity, (operations, description) in zip(
                WHOLE.entities, drawn, strict=True
            )
        ),
    )
    document = contract.document(model)
    validate(document)
    assert written(model) == document


def test_a_property_stands_on_a_line_of_its_own() -> None:
    text = text_of(MODEL)
    assert (
        "        name: {type: string, maxLength: 3, pattern: '^[^\\x00]*$'}\n" in text
    )


@pytest.mark.parametrize("word", ["health", "metrics", "docs"])
def test_operational_endpoints_are_no_part_of_it(word: str) -> None:
    assert not re.search(rf"^  /{word}", text_of(MODEL), re.MULTILINE)
