"""Errors in the contract and in plans, in either shape."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import validate

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model
from bd_scaffold.record import encoded

PLAIN = """\
name: lab
api: {rate_limit: 90/minute}
security: {authentication: jwt, defaults: {read: public, write: authenticated}}
operations:
  Note.count: {on: item, method: post, output: {n: integer}, errors: [TIRED]}
entities:
  Note: {fields: {text: string(80) unique, box: Box}, traits: [versioned]}
  Box: {fields: {label: string(40)}, operations: [list, get]}
"""
ON = PLAIN.replace("api: {", "api: {errors: problem, ")
ENVELOPE = PLAIN.replace("api: {", "api: {errors: envelope, ")
PROBLEM = "application/problem+json"


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _refusals(contract: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every response that is an error, wherever an operation says it."""
    found = []
    for item in contract["paths"].values():
        for method, operation in item.items():
            if method == "parameters":
                continue
            for status, response in operation["responses"].items():
                if status[0] in "45":
                    name = response.get("$ref", "").rpartition("/")[2]
                    shared = contract["components"]["responses"]
                    found.append(shared[name] if name else response)
    return found


@pytest.mark.parametrize(
    ("design", "media"), [(PLAIN, "application/json"), (ON, PROBLEM)]
)
def test_every_error_has_the_one_shape(design: str, media: str) -> None:
    contract = document(_built(design))
    validate(contract)
    shape = {media: {"schema": {"$ref": "#/components/schemas/error"}}}
    refusals = _refusals(contract)
    assert len(refusals) > 50
    assert [each for each in refusals if each["content"] != shape] == []


def test_a_problem_has_the_members_of_the_standard_and_those_of_ours() -> None:
    schema = document(_built(ON))["components"]["schemas"]["error"]
    of_the_standard = ["type", "title", "status", "detail", "instance"]
    own = ["code", "errors", "request_id", "timestamp"]
    assert schema["required"] == of_the_standard + own
    assert [*schema["properties"]] == schema["required"]


@pytest.mark.parametrize(("old", "new"), [(PLAIN, ON), (ON, PLAIN)])
def test_another_shape_is_asked_for_once_whatever_can_be_refused(
    old: str, new: str
) -> None:
    impact = _impact(old, new)
    assert [each.name for each in impact.allowances] == ["break:api.errors"]
    assert [each.subject for each in impact.changes] == ["api.errors"]


def test_what_is_not_said_is_the_envelope() -> None:
    assert _built(ENVELOPE) == _built(PLAIN)
    assert encoded(_built(ENVELOPE)) == encoded(_built(PLAIN))
    assert "problem_details" not in _built(PLAIN).parts
