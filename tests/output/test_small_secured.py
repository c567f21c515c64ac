"""The smallest designs with sign-in: no roles or one, and no rule about a row or one alone.

What they have is nearly all of the capability's own, so their tests have to run that too.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import Project

from bd_scaffold import pipeline

_DESIGN = """
name: small
security: {{{security}}}
entities:
  Note: {{{owner}fields: {{{author}title: string(200)}}}}
"""
_OWNED = {"owner": "owner: author, ", "author": "author: user, "}
_OWN = "defaults: {read: owner, write: owner}"
_CLERKS = 'roles: {clerk: "note:*"}, defaults: {read: clerk, write: clerk}'


@pytest.mark.parametrize(
    ("security", "values"),
    [
        (f"authentication: jwt, {_OWN}", _OWNED),
        pytest.param(
            f"authentication: api_keys, {_CLERKS}",
            {"owner": "", "author": ""},
            marks=pytest.mark.thorough,
        ),
        pytest.param(
            f"authentication: oidc, {_OWN}", _OWNED, marks=pytest.mark.thorough
        ),
    ],
    ids=["passwords, no roles", "keys, a role", "an issuer, no roles"],
)
def test_its_code_is_good_and_its_tests_cover_what_they_promise(
    tmp_path: Path, security: str, values: dict[str, str]
) -> None:
    folder = tmp_path / "created"
    pipeline.create(
        _DESIGN.format(security=security, **values).encode(),
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    created = Project("small", folder, verdicts.digest(folder))
    created.proves("black", "--check", "--diff", "--quiet", ".")
    created.proves("ruff", "check", "--no-cache")
    created.check_types()
    # It fails by itself where they cover less than its `pyproject.toml` says.
    said = created.proves(
        *("pytest", "-q", "-p", "no:cacheprovider", "-p", "measured_once"),
        *("--ignore=tests/test_fuzz.py", "--cov", "--cov-report=term"),
    )
    assert "Required test coverage of 95.0% reached" in said
