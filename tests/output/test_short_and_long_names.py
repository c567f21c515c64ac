"""The shortest and the longest names leave the code as formatters have it."""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import Project

from bd_scaffold import pipeline

_LONG = "everything_that_can_be_said_about_the_longest_name_there_is0"
_CLASS = "EverythingThatCanBeSaidAboutTheLongestNameOfAnEntityThereIs0"
TESTS = (
    *("pytest", "-q", "--no-cov", "-p", "no:cacheprovider", "tests"),
    *("--ignore=tests/test_fuzz.py", "--ignore=tests/core"),
)
"""Those that are about the design; `tests/core` is the same for all."""

_DESIGN = """
name: {project}
areas: {{{area}: [{entity}, {entity}s]}}
entities:
  {entity}:
    key: [{field}, other]
    fields:
      {field}: string(20) search sort
      other: enum(a, {field})
      price: decimal(9,2)? min(0) filter
      mates: {entity}s[]
      twins: {entity}s[]
      line: {entity}s? one
    checks: [{{rule: "{field} != 'a' or price is null", name: {field}}}]
    indexes: [{{fields: [price], where: "{field} != 'a'", include: [{field}]}}]
  {entity}s:
    fields:
      {field}: {entity}s? on_delete(restrict)
      {long}: {entity}s[] by {field}
      own: {entity}s[]
      moment: datetime filter sort
      text: text search
    traits: [soft_delete, versioned]
    unique: [[{field}, moment]]
"""
_WALLED = """
name: {project}
cache: {{store: redis}}
api:
  version: v2
  versions:
    v1:
      without: [{entity}.text, {entity}.upsert]
      called: {{{entity}: Older, {entity}.{field}: old}}
  prefer: true
  json_patch: true
  rate_limit: {{limit: 9000/minute, headers: ietf}}
  idempotency: true
  sparse_fields: true
  pagination: {{by: cursor, backwards: true, total: on_request}}
security:
  authentication: [jwt, oidc, api_keys]
  browser: true
  roles: {{{role}: ["{role}:{role}"], f: ["*"]}}
  defaults: {{read: authenticated, write: f}}
areas: {{{area}: [{entity}, {entity}s]}}
entities:
  {entity}:
    cache: 60s
    search: english
    operations: [list, get, create, replace, update, delete, batch]
    upsert: {field}
    fields:
      {field}: string(20) unique search sort filter(prefix, in, not)
      keeper: user? filter
      state: enum(a, {field}) = a readonly filter(in)
      price: decimal(9,2)? min(0) sort readable({role}) writable(f)
      open: boolean = true
      text: string(40)? encrypted filter pii
      {long}: {entity}s[] by {long} owned
      mates: {entity}[] nested
    owner: keeper
    filter: [updated_by_id]
    access:
      read: "authenticated and (owner or {role}:{role} or {field} = 'a')"
      update: "owner and price is null and open = true or open != true and {role}"
      delete: "open = false and {role}"
    transitions:
      {field}:
        {{from: a, to: {field}, access: owner, when: "{field} != 'b'", sets: keeper}}
      back: {{from: {field}, to: a, description: "{sentence}"}}
    traits: [tenant, versioned, soft_delete, restorable, audited, history]
  {entity}s:
    operations: [list, get, create, replace, update, delete, batch]
    filter: [{long}.{field}]
    sort: [{long}.{field}]
    fields:
      {long}: {entity} on_delete(cascade) include
      {field}: string(20)? writeonly pii
      size: integer = 1 filter(range)
    traits: [tenant, history]
operations:
  {entity}.{more}:
    input: {{{field}: "string(20)?", size: integer}}
    output: {entity}
    access: owner
    errors: [{code}]
  {entity}.look:
    {{on: collection, method: get, access: f, input: {{{field}: text}}, output: {{{field}: text}}}}
  {entity}.turn: {{method: delete}}
  {main}.close: {{on: none, access: {role}}}
  {main}.{field}: {{on: none, method: put, input: {{{field}: integer}}, output: "{entity}[]"}}
"""
"""What the other one has no room for: who may do what, and the words of a whole API."""


# After `tests` in the order of imports.
_SHORTEST = {
    "project": "z",
    "main": "Z",
    "area": "b",
    "entity": "C",
    "field": "d",
    "long": "e",
    "more": "m",
    "role": "r",
    "code": "E",
    "sentence": "So.",
}
_LONGEST = {
    "project": "everything-about-the-longest-name-there1",
    "main": "EverythingAboutTheLongestNameThere1",
    "area": _LONG,
    "entity": _CLASS[:-1],
    "field": _LONG[:50],
    "long": _LONG,
    "more": f"{_LONG[:-1]}1",
    "role": _LONG[:40],
    "sentence": f"{_LONG.replace('_', ' ').capitalize()}, and then some more.",
    "code": _LONG.upper()[:40],
}


@pytest.mark.parametrize(
    ("design", "names", "tests"),
    [
        pytest.param(_DESIGN, _SHORTEST, TESTS, id="short"),
        pytest.param(_DESIGN, _LONGEST, TESTS, id="long"),
        pytest.param(_WALLED, _SHORTEST, (), id="walled-short"),
        pytest.param(_WALLED, _LONGEST, (), id="walled-long"),
        pytest.param(
            *(_WALLED, _LONGEST, TESTS),
            marks=pytest.mark.thorough,
            id="walled-long-tests",
        ),
    ],
)
def test_formatters_and_linters_are_content(
    tmp_path: Path, design: str, names: dict[str, str], tests: tuple[str, ...]
) -> None:
    project, text = names["project"], design.format(**names)
    folder = tmp_path / "created"
    pipeline.create(
        text.encode(),
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    created = Project(project, folder, verdicts.digest(folder))
    created.proves("black", "--check", "--diff", "--quiet", ".")
    created.proves("ruff", "check", "--no-cache")
    created.check_types()
    if tests:
        created.proves(*tests)
