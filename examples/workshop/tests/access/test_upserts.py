"""Rows that everybody tries to write by their natural keys."""

from typing import Any

import pytest
from pydantic_core import to_jsonable_python

from tests.api.test_upsert import parted
from tests.support import body_of

from .case import LEFT_OUT, Attempt, Case, Cases
from .cases import answered, lines
from .stage import Stage, assert_answered, assert_silent


def _upserted(found: list[Any]) -> list[Any]:
    return [each for each in found if each.values[0].resource.upsert]


def _outcome(cases: Cases, case: Case) -> int:
    """Return what a caller is answered of a row that is there: who may create none is refused."""
    if case.caller in cases.closed.get("create", ()):
        return 401 if case.caller == "anonymous" else 403
    return 409 if case.update == 404 else case.update or 0


@pytest.mark.parametrize(("cases", "case"), _upserted(answered("update")))
async def test_a_row_that_is_there_is_replaced_by_those_who_may_change_it(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource, values = cases.resource, cases.rows[case.row]
    row = await stage.stored(resource.model, values)
    before = await stage.values(row)
    schema, outcome = resource.bodies["create"], _outcome(cases, case)
    body = body_of(await stage.built(resource.model, values), schema)
    key, rest = parted(resource, body)
    names = {each.alias or name: name for name, each in schema.model_fields.items()}
    key = {name: to_jsonable_python(getattr(row, names[name])) for name in key}
    headers = await stage.headers(case.caller)
    answer = await stage.client.put(
        resource.path, params=key, json=rest, headers=headers
    )
    assert_answered(answer, outcome, row)
    if outcome != 200:
        assert await stage.values(row) == before
        assert_silent(answer, row)


@pytest.mark.parametrize(("cases", "attempt"), _upserted(lines("creates")))
async def test_a_row_that_is_not_there_is_made_by_those_who_may(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    model, outcome = cases.resource.model, int(attempt.outcome)
    values = {**cases.rows[attempt.row], **attempt.values}
    schema = cases.resource.bodies["create"]
    body = body_of(await stage.built(model, values), schema)
    for name, value in values.items():
        if value is LEFT_OUT:
            body.pop(schema.model_fields[name].alias or name)
    key, rest = parted(cases.resource, body)
    headers, path = await stage.headers(attempt.caller), cases.resource.path
    count = await stage.count(model)
    answer = await stage.client.put(path, params=key, json=rest, headers=headers)
    assert answer.status_code == outcome, answer.text
    assert await stage.count(model) == count + (outcome == 201)
