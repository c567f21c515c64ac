"""Rows that everybody tries to write among many: no item opens what a request of its own doesn't."""

from typing import Any

import pytest
from httpx import Response

from tests.api.batches import MULTI_STATUS, key_of, path_of, told
from tests.support import body_of

from .case import LEFT_OUT, Attempt, Case, Cases
from .cases import answered, lines
from .stage import Stage, assert_answered, assert_silent

_ATOMIC = {"atomic": "true"}


def _batched(found: list[Any]) -> list[Any]:
    return [each for each in found if each.values[0].resource.batch]


def _offered(operation: str) -> list[Any]:
    return [
        each
        for each in _batched(answered(operation))
        if operation in each.values[0].resource.operations
    ]


async def _asked(
    stage: Stage, cases: Cases, caller: str, operation: str, item: Any, **query: str
) -> Response:
    method = "PATCH" if operation == "update" else "POST"
    path, body = path_of(cases.resource, operation), {"data": [item]}
    headers = await stage.headers(caller)
    return await stage.client.request(
        method, path, json=body, params=query, headers=headers
    )


async def _assert_told(
    stage: Stage,
    cases: Cases,
    line: Case | Attempt,
    operation: str,
    item: Any,
    outcome: int,
) -> None:
    """Hold that the only item is answered as it would be alone, in either way."""
    row = await stage.built(cases.resource.model, cases.rows[line.row])
    if outcome >= 400:
        answer = await _asked(stage, cases, line.caller, operation, item, **_ATOMIC)
        assert_answered(answer, outcome, row)
    answer = await _asked(stage, cases, line.caller, operation, item)
    if answer.status_code != MULTI_STATUS:  # whatever the row, or nobody has signed in
        assert outcome in (401, 403)
        assert_answered(answer, outcome, row)
        return
    (found,) = told(answer)
    assert found["status"] == outcome, answer.text
    if outcome >= 400:
        assert_silent(answer, row)


@pytest.mark.parametrize(("cases", "case"), _offered("update"))
async def test_an_item_changes_a_row_of_those_who_may(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource, values = cases.resource, cases.rows[case.row]
    row = await stage.stored(resource.model, values)
    before = await stage.values(row)
    schema = resource.bodies["update"]
    body = body_of(await stage.built(resource.model, values), schema)
    item = {"key": key_of(resource, row), "data": body}
    await _assert_told(stage, cases, case, "update", item, case.update or 0)
    if case.update != 200:
        assert await stage.values(row) == before


@pytest.mark.parametrize(("cases", "case"), _offered("delete"))
async def test_an_item_takes_away_a_row_of_those_who_may(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    row = await stage.stored(resource.model, cases.rows[case.row])
    before = await stage.values(row)
    item = {"key": key_of(resource, row)}
    await _assert_told(stage, cases, case, "delete", item, case.delete or 0)
    assert (await stage.values(row) == before) == (case.delete != 204)


@pytest.mark.parametrize(("cases", "attempt"), _batched(lines("creates")))
async def test_an_item_adds_a_row_of_those_who_may(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    model, outcome = cases.resource.model, int(attempt.outcome)
    values = {**cases.rows[attempt.row], **attempt.values}
    schema = cases.resource.bodies["create"]
    body = body_of(await stage.built(model, values), schema)
    for name, value in values.items():
        if value is LEFT_OUT:
            body.pop(schema.model_fields[name].alias or name)
    count = await stage.count(model)
    await _assert_told(stage, cases, attempt, "create", body, outcome)
    assert await stage.count(model) == count + (outcome == 201)


@pytest.mark.parametrize(("cases", "attempt"), _batched(lines("changes")))
async def test_no_item_gives_a_row_away_or_refers_to_what_is_hidden(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    resource = cases.resource
    values = cases.rows[attempt.row]
    row = await stage.stored(resource.model, values)
    wanted = await stage.built(resource.model, {**values, **attempt.values})
    before = await stage.values(row)
    schema = resource.bodies["update"]
    whole = body_of(wanted, schema)
    references = {each.name: each for each in resource.references}
    said = [
        column
        for name in attempt.values
        for column in (references[name].columns if name in references else (name,))
    ]
    names = [schema.model_fields[each].alias or each for each in said]
    body = {name: whole[name] for name in names}
    item = {"key": key_of(resource, row), "data": body}
    alone = await stage.client.patch(
        resource.path_to(row), json=body, headers=await stage.headers(attempt.caller)
    )
    if alone.status_code == 200 or alone.status_code != attempt.outcome:
        return  # it is theirs to do, or refused for another reason
    answer = await _asked(stage, cases, attempt.caller, "update", item)
    (found,) = told(answer)
    assert found["status"] == attempt.outcome, answer.text
    assert await stage.values(row) == before
    assert_silent(answer, wanted)
