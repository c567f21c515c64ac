"""Keys in the contract, in plans and in tables, and in a design that says nothing of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import validate

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80), box: Box}}
  Box: {fields: {label: string(40)}, operations: [list, get]}
"""
ON = PLAIN.replace("lab\n", "lab\napi: {idempotency: true}\n")
REQUIRED = ON.replace("true", "{keep: 90m, required: true}")
SECURED = ON.replace(
    "entities:",
    "security: {authentication: jwt, defaults: {read: public, write: public}}\nentities:",
)
KEY = {"$ref": "#/components/parameters/Idempotency-Key"}


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _operations(text: str) -> dict[str, Any]:
    paths = document(_built(text))["paths"].values()
    return {
        each["operationId"]: each
        for item in paths
        for name, each in item.items()
        if name != "parameters"
    }


def _with_a_key(text: str) -> set[str]:
    return {
        name
        for name, each in _operations(text).items()
        if KEY in each.get("parameters", [])
    }


def test_what_is_not_repeated_anyway_takes_a_key() -> None:
    assert _with_a_key(ON) == {"create_note", "update_note"}
    assert _with_a_key(PLAIN) == set()


def test_only_a_key_that_is_required_can_be_missing() -> None:
    for design, missing in ((ON, False), (REQUIRED, True)):
        contract = document(_built(design))
        validate(contract)
        parameter = contract["components"]["parameters"]["Idempotency-Key"]
        assert parameter.get("required", False) == missing
        for name in ("create_note", "update_note"):
            answers = _operations(design)[name]["responses"]
            assert "409" in answers
            assert ("400" in answers) == missing
        assert "400" not in _operations(design)["replace_note"]["responses"]


@pytest.mark.parametrize(
    ("key", "is_one"),
    [
        ('"8e03978e-40d5-43dd-bc93-6894a57f9324"', True),
        ("8e03978e-40d5-43dd-bc93-6894a57f9324", True),
        ('"a \\" b"', True),
        ("x" * 256, False),
        ("", False),
        ('""', False),
        ('"a', False),
        ("a, b", False),
    ],
)
def test_the_contract_says_what_a_key_is(key: str, *, is_one: bool) -> None:
    parameter = document(_built(ON))["components"]["parameters"]["Idempotency-Key"]
    assert bool(re.search(parameter["schema"]["pattern"], key)) == is_one


def test_answers_belong_to_accounts_where_there_are_some() -> None:
    names = [
        [each.name for each in _built(text).tables["idempotency_keys"].columns]
        for text in (ON, SECURED)
    ]
    assert "account_id" not in names[0]
    assert "account_id" in names[1]


def test_keys_that_are_taken_break_nobody_and_those_that_are_required_do() -> None:
    assert _impact(PLAIN, ON).allowances == ()
    assert _impact(REQUIRED, ON).allowances == ()
    asked = [each.name for each in _impact(ON, REQUIRED).allowances]
    assert asked == ["break:Note.idempotency"]


def test_giving_them_up_drops_what_was_kept_and_does_retries_twice() -> None:
    asked = {each.name for each in _impact(ON, PLAIN).allowances}
    assert asked == {"drop:idempotency_keys", "break:Note.idempotency"}


def test_a_time_is_kept_in_seconds() -> None:
    for said, seconds in (("true", 86400), ("{keep: 90s}", 90), ("{keep: 7d}", 604800)):
        found = _built(ON.replace("true", said)).api.idempotency
        assert found
        assert found.seconds == seconds


def test_false_is_as_good_as_nothing() -> None:
    off = ON.replace("true", "false")
    assert _built(off) == _built(PLAIN)


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = _built(PLAIN)
    assert "idempotency" not in model.parts
    texts = pipeline.render(PLAIN.encode(), model)
    said = [path for path, text in texts.items() if "dempoten" in str(text)]
    assert said == []
