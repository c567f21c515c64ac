"""Headers of rates in the contract and in plans, by habit and by the draft."""

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
entities:
  Note: {fields: {text: string(80)}}
  Box: {rate_limit: 5/second, fields: {label: string(40)}, operations: [list, get]}
"""
HABIT = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
DRAFT = {"RateLimit", "RateLimit-Policy"}


def _said(rates: str) -> str:
    return PLAIN.replace("90/minute", rates)


ON = _said("{limit: 90/minute, headers: ietf}")


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _told(contract: dict[str, Any]) -> set[frozenset[str]]:
    """Return the sets of headers about rates that successes and refusals have."""
    refused = contract["components"]["responses"]["TooManyRequests"]
    answers = [
        response
        for item in contract["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
        for status, response in operation["responses"].items()
        if status[0] == "2"
    ]
    return {
        frozenset((HABIT | DRAFT).intersection(each["headers"]))
        for each in (refused, *answers)
    } - {frozenset()}


@pytest.mark.parametrize(("design", "headers"), [(PLAIN, HABIT), (ON, DRAFT)])
def test_every_answer_has_the_headers_of_one_kind(
    design: str, headers: set[str]
) -> None:
    contract = document(_built(design))
    validate(contract)
    assert _told(contract) == {frozenset(headers)}
    assert headers <= contract["components"]["headers"].keys()


def test_a_text_is_a_mapping_with_the_limit_alone() -> None:
    assert _built(_said("{limit: 90/minute}")) == _built(PLAIN)
    by_habit = _built(_said("{limit: 90/minute, headers: x}"))
    assert encoded(by_habit) == encoded(_built(PLAIN))


def test_only_entities_with_a_rate_are_counted_where_the_api_has_none() -> None:
    model = _built(_said("{headers: ietf}"))
    assert model.api.rate_limit is None
    paths = document(model)["paths"]
    listed = {
        path: paths[path]["get"]["responses"]["200"]["headers"].keys() & DRAFT
        for path in ("/api/v1/notes", "/api/v1/boxes")
    }
    assert listed == {"/api/v1/notes": set(), "/api/v1/boxes": DRAFT}


def test_other_headers_are_asked_for_by_the_names_of_the_resources() -> None:
    for old, new, name in (
        (PLAIN, ON, "rate_limit"),
        (ON, PLAIN, "ietf_rate_limit"),
    ):
        asked = {each.name for each in _impact(old, new).allowances}
        assert asked >= {f"break:Note.{name}", f"break:Box.{name}"}
        assert all(each.endswith(f".{name}") for each in asked)
