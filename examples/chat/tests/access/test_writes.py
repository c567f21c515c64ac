"""Rows that everybody tries to change, to take away, and to add."""

from typing import Any

import pytest
import sqlalchemy as sa
from httpx import Response
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from tests.factory import resource_of
from tests.support import body_of

from .case import LEFT_OUT, Attempt, Case, Cases, Values
from .cases import answered, lines
from .stage import Stage, assert_answered, assert_silent, without_id

_METHODS = {"create": "POST", "replace": "PUT", "update": "PATCH"}


async def _body(
    stage: Stage, cases: Cases, operation: str, values: Values
) -> dict[str, Any]:
    """Return a body by which a row gets values, among others."""
    schema = cases.resource.bodies[operation]
    body = body_of(await stage.built(cases.resource.model, values), schema)
    left_out = (name for name, value in values.items() if value is LEFT_OUT)
    for name in left_out:
        body.pop(schema.model_fields[name].alias or name)
    return body


@pytest.mark.parametrize(("cases", "case"), answered("update"))
async def test_a_row_is_changed_by_those_who_may(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource, values = cases.resource, cases.rows[case.row]
    row = await stage.stored(resource.model, values)
    headers, path = await stage.headers(case.caller), resource.path_to(row)
    before = await stage.values(row)
    for operation in ("update", "replace"):
        if operation not in resource.operations:
            continue
        body = await _body(stage, cases, operation, values)
        method = _METHODS[operation]
        if case.update != 200:
            # Nobody learns more by what they say of the row's version.
            said = headers | {"If-Match": '"0"'}
            answer = await stage.client.request(method, path, json=body, headers=said)
            assert_answered(answer, case.update or 0, row)
        answer = await stage.client.request(method, path, json=body, headers=headers)
        assert_answered(answer, case.update or 0, row)
    if case.update != 200:
        assert await stage.values(row) == before


@pytest.mark.parametrize(("cases", "case"), answered("delete"))
async def test_a_row_is_taken_away_by_those_who_may(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    headers, path = await stage.headers(case.caller), cases.resource.path_to(row)
    before = await stage.values(row)
    answer = await stage.client.delete(path, headers=headers)
    assert_answered(answer, case.delete or 0, row)
    after = await stage.values(row)
    assert (after == before) == (case.delete != 204)


@pytest.mark.parametrize(("cases", "attempt"), lines("creates"))
async def test_a_row_is_added_by_those_who_may(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    model, outcome = cases.resource.model, int(attempt.outcome)
    values = {**cases.rows[attempt.row], **attempt.values}
    body = await _body(stage, cases, "create", values)
    headers, path = await stage.headers(attempt.caller), cases.resource.path
    count = await stage.count(model)
    answer = await stage.client.post(path, json=body, headers=headers)
    assert answer.status_code == outcome, answer.text
    assert await stage.count(model) == count + (outcome == 201)
    if outcome == 409:
        schema = cases.resource.bodies["create"]
        absent = body | _absent(cases, schema, answer)
        nothing = await stage.client.post(path, json=absent, headers=headers)
        _assert_as_absent(answer, nothing)


@pytest.mark.parametrize(("cases", "attempt"), lines("changes"))
async def test_nobody_gives_a_row_away_or_refers_to_what_they_cannot_see(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    resource, outcome = cases.resource, int(attempt.outcome)
    values = cases.rows[attempt.row]
    row = await stage.stored(resource.model, values)
    wanted = await stage.built(resource.model, {**values, **attempt.values})
    headers, path = await stage.headers(attempt.caller), resource.path_to(row)
    before = await stage.values(row)
    schema = resource.bodies["update"]
    whole = body_of(wanted, schema)
    names = [schema.model_fields[each].alias or each for each in _said(cases, attempt)]
    body = {name: whole[name] for name in names}
    if outcome == 409 and _are_alike(row, wanted, _said(cases, attempt)):
        pytest.skip("the row refers to it already")
    answer = await stage.client.patch(path, json=body, headers=headers)
    if outcome != 409 and _breaks_another_rule(answer):
        pytest.skip("no row may be like this")
    assert answer.status_code == outcome, answer.text
    if outcome != 200:
        assert await stage.values(row) == before
        assert_silent(answer, wanted)
    if outcome == 409:
        absent = body | _absent(cases, schema, answer)
        nothing = await stage.client.patch(path, json=absent, headers=headers)
        _assert_as_absent(answer, nothing)


def _are_alike(row: Any, wanted: Any, names: list[str]) -> bool:
    """Tell whether a row has the values already that it would be given."""
    columns = sa.inspect(type(row)).columns
    return all(n in columns and getattr(row, n) == getattr(wanted, n) for n in names)


def _breaks_another_rule(answer: Response) -> bool:
    """Tell whether values were refused for what has nothing to do with access."""
    if answer.status_code != 409:
        return False
    details = answer.json()["error"]["details"]
    return "unknown_reference" not in {each["code"] for each in details}


def _said(cases: Cases, attempt: Attempt) -> list[str]:
    """Return the attributes that an attempt gives values."""
    references = {each.name: each for each in cases.resource.references}
    return [
        column
        for name in attempt.values
        for column in (references[name].columns if name in references else (name,))
    ]


def _absent(cases: Cases, schema: type[BaseModel], answer: Response) -> dict[str, Any]:
    """Return what refers to nothing where a refused body referred to a row."""
    refused = {each["field"] for each in answer.json()["error"]["details"]}
    for reference in cases.resource.references:
        if not reference.columns.keys() <= schema.model_fields.keys():
            continue
        names = [schema.model_fields[each].alias or each for each in reference.columns]
        if reference.checked and refused == set(names):
            by_value = getattr(reference, "absent", ())
            absent = by_value or resource_of(reference.target).absent
            return dict(zip(names, to_jsonable_python(absent), strict=True))
    return {}


def _assert_as_absent(answer: Response, nothing: Response) -> None:
    """Hold that what is hidden is refused as what isn't there."""
    details = answer.json()["error"]["details"]
    assert {each["code"] for each in details} == {"unknown_reference"}
    assert nothing.status_code == answer.status_code, nothing.text
    assert without_id(nothing) == without_id(answer)
