"""The ways to sign in, each alone and together: what the contract has of them."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from openapi_spec_validator import validate

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.language.security import WAYS_IN
from bd_scaffold.model.types import Model

DESIGN = """\
name: lab
{limit}security:
  authentication: [{ways}]
  defaults: {{read: public, write: authenticated}}
entities:
  Note: {{fields: {{text: string(80)}}}}
"""
SCHEMES = {"jwt": "bearer", "oidc": "bearer", "api_keys": "api_key"}
TOGETHER = [
    ways
    for count in (1, 2, 3)
    for ways in combinations(("jwt", "oidc", "api_keys"), count)
]
KEYS = {
    *("list_own_api_keys", "create_own_api_key", "revoke_own_api_key"),
    *("list_service_keys", "create_service_key", "revoke_service_key"),
}


def _built(*ways: str, limit: str = "") -> Model:
    text = DESIGN.format(ways=", ".join(ways), limit=limit)
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _operations(contract: Any) -> dict[str, Any]:
    return {
        operation["operationId"]: operation
        for item in contract["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    }


def test_every_way_is_tried() -> None:
    assert {*WAYS_IN} == {*SCHEMES}


@pytest.mark.parametrize("ways", TOGETHER, ids="+".join)
def test_each_operation_says_how_one_signs_in(ways: tuple[str, ...]) -> None:
    contract = document(_built(*ways))
    validate(contract)
    expected = {SCHEMES[way] for way in ways}
    assert {*contract["components"]["securitySchemes"]} == expected
    for operation in _operations(contract).values():
        if "security" in operation:
            named = {name for each in operation["security"] for name in each}
            assert named == expected


@pytest.mark.parametrize("ways", TOGETHER, ids="+".join)
def test_each_way_brings_what_is_its_own(ways: tuple[str, ...]) -> None:
    model = _built(*ways)
    own = {"jwt": "sign_in", "oidc": "oidc", "api_keys": "api_keys"}
    assert {own[way] for way in ways} == {*own.values()} & {*model.parts}
    tables = {each.name for each in model.tables.values()}
    assert {"accounts", "account_roles"} <= tables
    assert ("account_sessions" in tables) == ("jwt" in ways)
    assert ("api_keys" in tables) == ("api_keys" in ways)
    there = {*_operations(document(model))}
    assert KEYS & there == (KEYS if "api_keys" in ways else set())
    assert "get_own_account" in there


def test_a_browser_has_a_table_and_a_scheme() -> None:
    model = _built("oidc", limit="")
    assert "browser" not in model.parts
    text = DESIGN.format(ways="oidc", limit="").replace(
        "[oidc]", "oidc\n  browser: true"
    )
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    assert "browser_sessions" in {each.name for each in model.tables.values()}
    contract = document(model)
    validate(contract)
    schemes = contract["components"]["securitySchemes"]
    assert schemes["session"]["in"] == "cookie"
    assert {"session": []} in _operations(contract)["get_own_account"]["security"]


def test_requests_are_limited_where_the_design_says() -> None:
    limit = "api: {rate_limit: 300/minute}\n"
    answers = _operations(document(_built("api_keys", limit=limit)))
    for name in KEYS:
        first, *_ = answers[name]["responses"].values()
        assert "429" in answers[name]["responses"]
        assert "X-RateLimit-Remaining" in first["headers"]
