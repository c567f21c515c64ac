"""Ways to sign in come and go: accounts stay, with their roles and what refers to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from databases import Database
from journey import travel

from bd_scaffold import migrate, pipeline
from bd_scaffold.model.types import Model

DESIGN = """\
name: lab
security:
  authentication: {ways}
  roles: {{admin: "*"}}
  defaults: {{read: authenticated, write: admin}}
entities:
  Note:
    fields: {{author: user, title: string(20)}}
"""
PASSWORDS = {"account_mail_tokens", "account_refresh_tokens", "account_sessions"}
CHANGES = {
    "keys_too": ("jwt", "[jwt, api_keys]", set()),
    "an_issuer_instead": ("jwt", "oidc", PASSWORDS),
    "passwords_instead": ("oidc", "jwt", set()),
    "keys_instead": ("[jwt, oidc]", "api_keys", PASSWORDS),
    "browsers_too": ("oidc", "oidc\n  browser: true", set()),
    "browsers_no_longer": ("oidc\n  browser: true", "jwt", {"browser_sessions"}),
    "keys_no_longer": ("[oidc, api_keys]", "oidc", {"api_keys"}),
}


def _signed_in_by(ways: str) -> Model:
    text = DESIGN.format(ways=ways).encode()
    return pipeline.build(pipeline.check(text, "design.yaml"))


@pytest.mark.parametrize("change", CHANGES)
def test_accounts_stay(empty: Callable[[], Database], change: str) -> None:
    old, new, _ = CHANGES[change]
    travel(empty, _signed_in_by(old), _signed_in_by(new))


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_lost_is_asked_for_by_name(change: str) -> None:
    old, new, gone = CHANGES[change]
    operations = migrate.operations(_signed_in_by(old), _signed_in_by(new))
    found = migrate.destructive_changes(operations)
    assert {each.name for each in found} == {f"drop:{name}" for name in gone}
