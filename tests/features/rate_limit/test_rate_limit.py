"""Rates in the contract, in plans, and in a design that says them or none."""

from __future__ import annotations

import pytest

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.features import FEATURES
from bd_scaffold.impact import Impact, impact_of
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80), box: Box}}
  Box: {fields: {label: string(40)}, traits: [versioned]}
"""
ALL = PLAIN.replace("lab\n", "lab\napi: {rate_limit: 300/minute}\n")
ONE = PLAIN.replace("  Box: {", "  Box: {rate_limit: 5/second, ")
COUNTS = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _impact(old: str, new: str) -> Impact:
    before = _built(old)
    return impact_of(before, before, _built(new), FEATURES)


def _told(found: Impact) -> list[str]:
    return [str(each) for each in found.changes]


def _limited(text: str) -> dict[str, bool]:
    """Return of each operation whether it may be refused for there being too many."""
    model = _built(text)
    paths = document(model)["paths"].values()
    operations = [
        each for item in paths for name, each in item.items() if name != "parameters"
    ]
    return {each["operationId"]: "429" in each["responses"] for each in operations}


def test_every_operation_is_refused_where_all_are_limited() -> None:
    assert all(_limited(ALL).values())
    assert not any(_limited(PLAIN).values())


def test_a_rate_of_ones_own_limits_what_answers_such_rows_alone() -> None:
    limited = _limited(ONE)
    assert {name for name, is_limited in limited.items() if is_limited} == {
        *("list_boxes", "get_box", "create_box"),
        *("replace_box", "update_box", "delete_box"),
    }


def test_the_contract_says_what_is_counted_and_when_to_ask_again() -> None:
    whole = document(_built(ALL))
    refusal = whole["components"]["responses"]["TooManyRequests"]
    assert set(refusal["headers"]) == {*COUNTS, "Retry-After", "X-Request-ID"}
    got = whole["paths"]["/api/v1/boxes/{box_id}"]["get"]["responses"]["200"]
    assert set(got["headers"]) == {*COUNTS, "ETag", "X-Request-ID"}


def test_a_rate_that_is_new_breaks_nobody() -> None:
    for design in (ALL, ONE):
        found = _impact(PLAIN, design)
        assert found.allowances == ()
    assert "api.rate_limit: 300/minute added" in _told(_impact(PLAIN, ALL))
    assert "Box: rate_limit 5/second added" in _told(_impact(PLAIN, ONE))


def test_headers_that_go_are_asked_for_by_the_name_of_the_word() -> None:
    off = {each.name for each in _impact(ALL, PLAIN).allowances}
    assert off == {"break:Note.rate_limit", "break:Box.rate_limit"}
    off = {each.name for each in _impact(ONE, PLAIN).allowances}
    assert off == {"break:Box.rate_limit"}


@pytest.mark.parametrize("new", ["30/minute", "1000/hour"])
def test_another_rate_is_told_and_breaks_no_contract(new: str) -> None:
    found = _impact(ALL, ALL.replace("300/minute", new))
    assert _told(found) == [f"api.rate_limit: changed from 300/minute to {new}"]
    assert found.allowances == ()
    found = _impact(ONE, ONE.replace("5/second", new))
    assert _told(found) == [f"Box: rate_limit changed from 5/second to {new}"]


def test_a_design_without_the_word_has_nothing_of_it() -> None:
    model = _built(PLAIN)
    assert "rate_limit" not in model.parts
    texts = pipeline.render(PLAIN.encode(), model)
    lock = texts.pop("uv.lock")  # where a package of others is called pyrate-limiter
    assert 'name = "limits"' not in str(lock)
    assert [path for path, text in texts.items() if "rate_limit" in str(text)] == []
