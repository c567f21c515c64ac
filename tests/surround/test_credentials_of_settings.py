"""Every setting that may hold a credential is one that whoever runs the service is told of."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from bd_scaffold import pipeline

ROOT = Path(__file__).parents[2]
DESIGNS = {
    "shop": ROOT / "examples/designs/shop.yaml",
    "helpdesk": ROOT / "examples/designs/helpdesk.yaml",
    "workshop": ROOT / "examples/designs/workshop.yaml",
    "everything": ROOT / "examples/designs/everything.yaml",
    "gamut": ROOT / "tests/designs/gamut.yaml",
    "together": ROOT / "tests/designs/together.yaml",
}
SIGNED = """\
name: notes
documents: true
security: {authentication: METHOD, roles: {boss: ["*"]}, defaults: {read: boss, write: boss}}
entities: {Note: {fields: {title: string(120)}}}
"""
LIMITED = "api: {rate_limit: 100/minute}\n"
WRITTEN = {
    "limits": "name: notes\ndocuments: true\n"
    f"{LIMITED}entities: {{Note: {{fields: {{title: string(9)}}}}}}\n",
    **{method: SIGNED.replace("METHOD", method) for method in ("jwt", "api_keys")},
    "oidc": SIGNED.replace("METHOD", "oidc"),
    "jwt and limits": LIMITED + SIGNED.replace("METHOD", "jwt"),
    "browser": SIGNED.replace("METHOD", "oidc, browser: true"),
}

MAY_HOLD = re.compile(
    r"(^|_)(urls?|dsn|key(s|_id)?|secrets?|storage|passwords?|tokens?|headers)$"
)
PUBLIC = {
    "public_url": "where browsers find the service",
    "accounts_url": "where mailed links lead to",
}
"""Settings that are called like one, and that anybody may know."""


@cache
def files(name: str) -> dict[str, str]:
    text = WRITTEN[name] if name in WRITTEN else DESIGNS[name].read_text()
    model = pipeline.build(pipeline.check(text.encode(), "design.yaml"))
    return dict(pipeline.render(text.encode(), model))


def declared(settings: str) -> dict[str, str]:
    """The settings of a class, each with its declaration."""
    _, body = settings.split("class Settings(BaseSettings):")
    found = re.findall(
        r"^    (\w+): (.*?)(?=^    \S|\Z)", body, re.MULTILINE | re.DOTALL
    )
    return dict(found)


def holding(name: str) -> dict[str, str]:
    """The settings of a project that may hold a credential."""
    (text,) = [
        t for p, t in files(name).items() if re.fullmatch(r"src/\w+/settings.py", p)
    ]
    return {
        setting: said
        for setting, said in declared(text).items()
        if MAY_HOLD.search(setting)
        and setting not in PUBLIC
        and not said.startswith("Url")  # which refuses what stands before an @
    }


ALL = [*DESIGNS, *WRITTEN]


@pytest.mark.parametrize("name", ALL)
def test_a_setting_that_may_hold_a_credential_is_in_no_text_of_the_settings(
    name: str,
) -> None:
    assert "database_url" in holding(name)
    hidden = ("repr=False", "Token")  # a token is a SecretStr
    assert [
        setting
        for setting, said in holding(name).items()
        if not any(word in said for word in hidden)
    ] == []


@pytest.mark.parametrize("name", ALL)
def test_the_security_policy_says_what_each_credential_gives_access_to(
    name: str,
) -> None:
    policy = files(name).get("SECURITY.md")
    if policy is None:
        assert "security:" not in (WRITTEN.get(name) or DESIGNS[name].read_text())
        return
    table = policy.split("## Secrets")[1].split("\n## ")[0]
    told = {row.split("`")[1] for row in table.splitlines() if row.startswith("| `")}
    assert {each.upper() for each in holding(name)} == told


@pytest.mark.parametrize("name", ALL)
def test_the_security_page_lists_each_credential(name: str) -> None:
    page = files(name).get("docs/security-implementation.md")
    if page is None:
        return
    table = page.split("## Secrets")[1].split("\n## ")[0]
    told = {row.split("`")[1] for row in table.splitlines() if row.startswith("| `")}
    assert {each.upper() for each in holding(name)} == told


def test_counting_in_redis_needs_a_password_that_is_told() -> None:
    for name in ("limits", "jwt", "jwt and limits"):
        assert "rate_limit_storage" in holding(name)
