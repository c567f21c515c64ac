"""A change that is not called breaking breaks no client: tried with values, by a validator."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import designs
from drawn_changes import pairs_of_designs
from drawn_schemas import (
    ENUMS,
    SCALARS,
    SCHEMAS,
    VALUES,
    Schema,
    arrays,
    changed,
    numbers,
    objects,
    or_null,
    texts,
    valid,
    values,
)
from drawn_settings import tried
from hypothesis import HealthCheck, Phase, find, given, reject, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from bd_scaffold import contract, rules
from bd_scaffold.contract.compare import RULES, breaking, compare, documents, renames
from bd_scaffold.contract.forms import SHARED
from bd_scaffold.contract.text import contract_texts, entity_texts
from bd_scaffold.model import build
from bd_scaffold.model.types import EntityContract, Model
from bd_scaffold.record import replace


def document(schema: Schema, direction: str) -> Schema:
    """The smallest API whose requests or whose responses follow a schema."""
    content = {"content": {"application/json": {"schema": schema}}}
    said = (
        {"requestBody": {"required": True, **content}, "responses": {}}
        if direction == "request"
        else {"responses": {"200": {"description": "Done.", **content}}}
    )
    operation = {"operationId": "create_thing", "tags": ["Thing"], **said}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": SHARED},
    }


def tolerant(schema: Any) -> Any:
    """A schema as a client reads it who ignores what it does not know."""
    if isinstance(schema, list):
        return [tolerant(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: tolerant(value)
        for key, value in schema.items()
        if key != "additionalProperties" or value is not False
    }


@st.composite
def exchanges(
    draw: DrawFn, direction: str, schemas: SearchStrategy[Schema] = SCHEMAS
) -> tuple[Schema, Schema, Any]:
    """Two schemas, and what one side may say by the one that it knows."""
    old = draw(schemas)
    new = draw(changed(old))
    said = draw(values(old if direction == "request" else new))
    return old, new, said


def is_misunderstood(old: Schema, new: Schema, said: Any, direction: str) -> bool:
    """True where the other side, who knows the other schema, refuses what was said."""
    spoken, heard = (old, new) if direction == "request" else (new, tolerant(old))
    return valid(spoken, said) and not valid(heard, said)


def is_called_breaking(old: Schema, new: Schema, direction: str) -> bool:
    found = compare(document(old, direction), document(new, direction))
    return bool(breaking(found))


@pytest.mark.parametrize("direction", ["request", "response"])
@tried(300)
@given(data=st.data())
def test_what_breaks_a_client_is_called_breaking(
    data: st.DataObject, direction: str
) -> None:
    old, new, said = data.draw(exchanges(direction))
    if is_misunderstood(old, new, said, direction):
        assert is_called_breaking(old, new, direction)


@tried(100)
@given(schema=SCHEMAS, direction=st.sampled_from(["request", "response"]))
def test_what_is_the_same_has_no_findings(schema: Schema, direction: str) -> None:
    assert compare(document(schema, direction), document(schema, direction)) == ()


BOOLEANS = st.just({"type": "boolean"})
OBJECTS = objects(VALUES)
PLACES = {
    "additional-properties": OBJECTS,
    "became-optional": OBJECTS,
    "became-required": OBJECTS,
    "added-required": objects(BOOLEANS),
    "bound": texts() | numbers() | arrays(SCALARS),
    "enum": ENUMS,
    "null": or_null(SCALARS),
    "pattern": texts(),
    "property-removed": OBJECTS,
    "-type-": SCALARS,
    "uniqueness": arrays(BOOLEANS),
}
"""Where a search for what a rule is about begins."""

SEARCHED = [
    (rule.id, schemas)
    for rule in RULES.values()
    for words, schemas in PLACES.items()
    if rule.breaking and rule.id.startswith(("request-", "response-"))
    if words in rule.id and not {"header", "body", "media"} & {*rule.id.split("-")}
    if rule.id != "response-property-removed"  # which no validator minds
]


@pytest.mark.parametrize(
    ("rule", "schemas"), SEARCHED, ids=[rule for rule, _ in SEARCHED]
)
def test_without_one_of_the_rules_the_search_finds_a_client_that_breaks(
    rule: str, schemas: SearchStrategy[Schema], monkeypatch: pytest.MonkeyPatch
) -> None:
    direction = rule.partition("-")[0]
    weak = replace(RULES[rule], breaking=False)
    monkeypatch.setitem(RULES, rule, weak)

    def slips_through(exchange: tuple[Schema, Schema, Any]) -> bool:
        old, new, said = exchange
        return is_misunderstood(old, new, said, direction) and not is_called_breaking(
            old, new, direction
        )

    find(exchanges(direction, schemas), slips_through, settings=SEARCH)


SEARCH = settings(
    max_examples=2000,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


# Two versions of a design


def modelled(text: str) -> Model:
    """The model of a design with its contract but for the classes, which take long."""
    design, mistakes = rules.review(text, "design.yaml")
    if design is None or mistakes:
        reject()
    model = build(design)
    texts = {each.name: entity_texts(model, each, {}) for each in model.entities}
    return replace(
        model,
        entities=tuple(
            replace(each, contract=EntityContract(*texts[each.name], dtos=""))
            for each in model.entities
        ),
        contract=contract_texts(
            model, [text for pair in texts.values() for text in pair], {}
        ),
    )


def operations(document: Any) -> dict[str, Any]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def spoken(document: Any, operation: Any) -> dict[str, Schema]:
    """What is said in an operation: the body, each parameter, and the answer of each status."""
    said = {"body": operation.get("requestBody", {}), **operation["responses"]}
    schemas = {
        name if media == "application/json" else f"{name} {media}": each["schema"]
        for name, part in said.items()
        for media, each in part.get("content", {}).items()
    }
    for each in operation.get("parameters", ()):
        name = each.get("$ref", "").rpartition("/")[2]
        parameter = document["components"]["parameters"][name] if name else each
        schemas[f"parameter {parameter['name']}"] = parameter["schema"]
    return schemas


# Two designs that fail are worth reading as they are: to shrink them takes minutes.
@settings(tried(15), phases=[Phase.generate])
@given(pair=pairs_of_designs(), data=st.data())
def test_two_versions_of_a_design_understand_each_other_unless_told_otherwise(
    pair: tuple[str, str], data: st.DataObject
) -> None:
    old, new = map(modelled, pair)
    sides = contract.document(old), contract.document(new)
    told = {
        (operation, each.rule.startswith("response-"))
        for each in breaking(compare(*sides, renames(old, new)))
        for operation in each.operations
    }
    before, after = map(operations, sides)
    for name in sorted(before.keys() & after.keys()):
        lefts = spoken(sides[0], before[name])
        rights = spoken(sides[1], after[name])
        for part, left in lefts.items():
            answered = part.partition(" ")[0].isdigit()
            if (name, answered) in told or (answered and part not in rights):
                continue
            ways = [(left, sides[0]), (rights[part], sides[1])]
            said_by, heard_by = reversed(ways) if answered else ways
            assert_heard(data, said_by, heard_by, f"{name} {part}")


def assert_heard(
    data: st.DataObject,
    said_by: tuple[Schema, Schema],
    heard_by: tuple[Schema, Schema],
    place: str,
) -> None:
    """Try something that the one side may say at the other side, both with their documents."""
    schema, shared = said_by[0], said_by[1]["components"]["schemas"]
    said = data.draw(values(schema, shared))
    if valid(schema, said, shared):
        other = heard_by[1]["components"]["schemas"]
        assert valid(heard_by[0], said, other), f"{place}: {said}"


@tried(25)
@given(pair=pairs_of_designs())
def test_comparing_what_differs_finds_the_same_as_comparing_everything(
    pair: tuple[str, str],
) -> None:
    old, new = map(modelled, pair)
    renamed = renames(old, new)
    whole = compare(contract.document(old), contract.document(new), renamed)
    assert compare(*documents(old, new), renamed) == whole


@tried(15)
@given(text=designs())
def test_a_design_that_stays_the_same_has_no_findings(text: str) -> None:
    model = modelled(text)
    assert compare(contract.document(model), contract.document(model)) == ()
    assert documents(model, model)[0]["paths"] == {}


@tried(25)
@given(pair=pairs_of_designs())
def test_classes_are_the_same_with_an_older_model_and_without(
    pair: tuple[str, str],
) -> None:
    old, new = map(modelled, pair)
    fresh = contract.attach(new)
    assert contract.attach(new, contract.attach(old)) == fresh
