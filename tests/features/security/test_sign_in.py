"""What signing in adds to the contract and the tables, and to which designs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from bd_scaffold import pipeline
from bd_scaffold.contract.text import document
from bd_scaffold.model.types import Model

PLAIN = """\
name: lab
entities:
  Note: {fields: {text: string(80)}}
"""
RULES = "defaults: {read: public, write: authenticated}"
SIGNED = PLAIN.replace("lab\n", f"lab\nsecurity: {{authentication: jwt, {RULES}}}\n", 1)
ELSEWHERE = SIGNED.replace("jwt", "oidc")
LIMITED = SIGNED.replace("lab\n", "lab\napi: {rate_limit: 300/minute}\n", 1)

PARTS = Path(__file__).parents[3] / "blueprints/fastapi/parts"


def _built(text: str) -> Model:
    return pipeline.build(pipeline.check(text.encode(), "design.yaml"))


def _operations(text: str) -> dict[str, Any]:
    """Return the operations of no entity, by their ids."""
    return {
        operation["operationId"]: operation
        for path, item in document(_built(text))["paths"].items()
        if "notes" not in path
        for method, operation in item.items()
        if method != "parameters"
    }


def test_who_signs_in_with_passwords_has_routes_for_it() -> None:
    assert {*_operations(SIGNED)} == {
        *("register_account", "verify_account", "forget_password", "reset_password"),
        *("sign_in", "refresh_session", "sign_out", "sign_out_everywhere"),
        *("change_password", "get_own_account", "get_key_set"),
        *("give_role", "take_role", "disable_account", "enable_account"),
    }


@pytest.mark.parametrize("text", [PLAIN, ELSEWHERE])
def test_nobody_else_has_them(text: str) -> None:
    about_accounts = {
        *("get_own_account", "give_role", "take_role"),
        *("disable_account", "enable_account"),
    }
    assert {*_operations(text)} == (about_accounts if text == ELSEWHERE else set())
    assert "sign_in" not in _built(text).parts


def test_sessions_are_stored_after_the_accounts_that_they_are_of() -> None:
    names = [each.name for each in _built(SIGNED).tables.values()]
    assert names[:5] == [
        *("accounts", "account_roles", "account_sessions"),
        *("account_refresh_tokens", "account_mail_tokens"),
    ]
    assert not {"account_sessions", "account_mail_tokens"} & {
        each.name for each in _built(ELSEWHERE).tables.values()
    }


def test_what_needs_an_account_says_so() -> None:
    signed_in = {
        name
        for name, operation in _operations(SIGNED).items()
        if operation.get("security") == [{"bearer": []}]
    }
    assert signed_in == {
        *("sign_out_everywhere", "change_password", "get_own_account"),
        *("give_role", "take_role", "disable_account", "enable_account"),
    }
    for name, operation in _operations(SIGNED).items():
        assert ("403" in operation["responses"]) == (name in signed_in)


@pytest.mark.parametrize("text", [SIGNED, LIMITED])
def test_the_contract_is_sound(text: str) -> None:
    validate(document(_built(text)))


def test_tries_are_limited_in_any_case_and_requests_where_the_design_says() -> None:
    limited = {n for n, o in _operations(SIGNED).items() if "429" in o["responses"]}
    assert limited == {
        *("register_account", "forget_password", "sign_in", "change_password")
    }
    answers = _operations(LIMITED)
    del answers["get_key_set"]
    for operation in answers.values():
        first, *_ = operation["responses"].values()
        assert "429" in operation["responses"]
        assert "X-RateLimit-Remaining" in first["headers"]


def test_the_commonest_passwords_are_those_that_would_be_long_enough() -> None:
    file = PARTS / "sign_in/outputs/src/__package__/core/security"
    words = (file / "common_passwords.txt.jinja").read_text().split("\n")
    assert words.pop() == ""
    assert len(words) == 3000
    assert words == sorted(set(words))
    assert min(map(len, words)) >= 8
    assert all(word == word.casefold() for word in words)
