"""Operations of JSON Patch in the contract and in plans."""

from __future__ import annotations

from typing import Any

from openapi_spec_validator import validate

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80), box: Box}, traits: [versioned]}
  Box: {fields: {label: string(40)}, operations: [list, get, replace]}
"""
ON = PLAIN.replace("lab\n", "lab\napi: {json_patch: true}\n", 1)
MEDIA = "application/json-patch+json"


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _operations(contract: dict[str, Any]) -> dict[str, Any]:
    return {
        each["operationId"]: each
        for item in contract["paths"].values()
        for method, each in item.items()
        if method != "parameters"
    }


def test_only_a_change_of_some_values_takes_operations() -> None:
    contract = document(_built(ON))
    validate(contract)
    bodies = {
        name: [*each["requestBody"]["content"]]
        for name, each in _operations(contract).items()
        if "requestBody" in each
    }
    assert bodies == {
        "create_note": ["application/json"],
        "replace_note": ["application/json"],
        "update_note": ["application/json", MEDIA],
        "replace_box": ["application/json"],
    }
    assert "409" in _operations(contract)["update_note"]["responses"]


def test_an_operation_is_one_of_six() -> None:
    schema = document(_built(ON))["components"]["schemas"]["json-patch"]
    names = schema["items"]["properties"]["op"]["enum"]
    assert names == ["add", "remove", "replace", "move", "copy", "test"]


def test_operations_break_nobody_while_they_are_taken() -> None:
    assert _impact(PLAIN, ON).allowances == ()
    asked = [each.name for each in _impact(ON, PLAIN).allowances]
    assert asked == ["break:Note.json_patch"]


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = _built(PLAIN)
    assert "json_patch" not in model.parts
    texts = pipeline.render(PLAIN.encode(), model)
    assert [path for path, text in texts.items() if "json-patch" in str(text)] == []
