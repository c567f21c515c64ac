"""Fields with rules of their own, read, asked about and written by everybody."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response
from pydantic_core import to_jsonable_python

from helpdesk.core.db.unit_of_work import reading, unit_of_work
from helpdesk.core.http.dependencies import resources_of
from helpdesk.core.queries import ListQuery, SortKey
from helpdesk.core.security.errors import ForbiddenError, UnauthenticatedError
from tests.api.resource import as_parameter
from tests.principals import as_system
from tests.support import body_of

from .case import SHOWN, Attempt, Case, Cases, FieldCase
from .cases import ALL
from .fields import written_by
from .signing_in import let_sign_in
from .stage import Stage, is_shown
from .test_repositories import _asking

_METHODS = {"replace": "PUT", "update": "PATCH"}


def _of(operation: str, outcome: int | str) -> pytest.MarkDecorator:
    """Return every field with the first row of which a caller is answered something."""
    return pytest.mark.parametrize(
        ("cases", "field", "case"),
        [
            pytest.param(cases, field, case, id=f"{cases.resource}-{field}-{case}")
            for cases in ALL
            for field in cases.fields
            for case in _first(cases, operation, outcome)
        ],
    )


def _first(cases: Cases, operation: str, outcome: int | str) -> Iterator[Case]:
    met = set()
    for case in cases.cases:
        if getattr(case, operation) == outcome and case.caller not in met:
            met.add(case.caller)
            yield case


def _first_created(cases: Cases, field: FieldCase) -> Iterator[Attempt]:
    """Yield of each caller a row that they add, or would with what they may not give."""
    met = set()
    for each in cases.creates:
        would = each.outcome == 201 or (field.needed and not each.values)
        if would and each.caller not in met:
            met.add(each.caller)
            yield each


@_of("get", 200)
async def test_a_field_is_there_for_those_who_may_read_it(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    headers = await stage.headers(case.caller)
    answer = await stage.client.get(cases.resource.path_to(row), headers=headers)
    assert answer.status_code == 200, answer.text
    _assert_seen(answer, field, case.caller)


@_of("list", SHOWN)
async def test_a_list_has_a_field_for_those_who_may_read_it(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    headers = await stage.headers(case.caller)
    answer = await stage.client.get(cases.resource.path, headers=headers)
    items = answer.json()["data"]
    assert any(is_shown(row, each) for each in items)
    if case.caller in field.unread:
        assert not any(field.name in each for each in items)


@_of("list", SHOWN)
async def test_lists_are_asked_about_a_field_by_those_who_may_read_it(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    headers, path = await stage.headers(case.caller), cases.resource.path
    for query in [each async for each in _queries(stage, cases, field, row)]:
        answer = await stage.client.get(path, params=query, headers=headers)
        if case.caller in field.unread:
            _assert_refused(answer, next(iter(query)), "not_readable")
        else:
            assert answer.status_code == 200, answer.text


@_of("list", SHOWN)
async def test_nothing_is_found_by_what_its_reader_may_not_read(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    text = getattr(row, field.held[0]) if field.searched else None
    if not text or case.caller not in field.unread:
        return
    headers, path = await stage.headers(case.caller), cases.resource.path
    answer = await stage.client.get(path, params={"q": text}, headers=headers)
    if answer.status_code != 200:
        _assert_refused(answer, "q", "not_readable")
    else:
        assert answer.json()["data"] == []


@_of("update", 200)
async def test_a_value_is_changed_by_those_who_may_write_it(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    resource, values = cases.resource, cases.rows[case.row]
    row = await stage.stored(resource.model, values)
    headers, path = await stage.headers(case.caller), resource.path_to(row)
    for operation, method in _METHODS.items():
        whole = await _whole(stage, cases, field, case.row, operation)
        if field.name not in whole:
            continue
        stored = (await _shown(stage, path)).get(field.name)
        wanted = {name: whole.pop(name) for name in _together(cases, field)}
        if wanted[field.name] == stored:
            continue
        body = written_by(cases, case.caller, whole) if operation == "replace" else {}
        answer = await stage.client.request(
            method, path, json=body | wanted, headers=headers
        )
        after = (await _shown(stage, path)).get(field.name)
        if case.caller in field.unwritten:
            _assert_refused(answer, field.name, "not_writable")
            assert after == stored
        else:
            assert "not_writable" not in answer.text
        if answer.status_code == 200:
            _assert_seen(answer, field, case.caller)
            assert field.unshown or after == wanted[field.name]


@_of("update", 200)
async def test_a_row_keeps_what_a_body_leaves_out_or_repeats(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    resource, values = cases.resource, cases.rows[case.row]
    row = await stage.stored(resource.model, values)
    headers, path = await stage.headers(case.caller), resource.path_to(row)
    for operation, method in _METHODS.items():
        whole = await _whole(stage, cases, field, case.row, operation)
        if field.name not in whole:
            continue
        for name in _together(cases, field):
            whole.pop(name)
        body = written_by(cases, case.caller, whole)
        stored = (await _shown(stage, path)).get(field.name)
        answer = await stage.client.request(method, path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        assert (await _shown(stage, path)).get(field.name) == stored
        if field.unshown:
            continue
        body = written_by(cases, case.caller, whole) if operation == "replace" else {}
        repeated = body | {field.name: stored}
        answer = await stage.client.request(
            method, path, json=repeated, headers=headers
        )
        if case.caller in field.unwritten and case.caller in field.unread:
            _assert_refused(answer, field.name, "not_writable")
        else:
            assert answer.status_code == 200, answer.text
        assert (await _shown(stage, path)).get(field.name) == stored


@pytest.mark.parametrize(
    ("cases", "field", "attempt"),
    [
        pytest.param(cases, field, attempt, id=f"{cases.resource}-{field}-{attempt}")
        for cases in ALL
        for field in cases.fields
        for attempt in _first_created(cases, field)
    ],
)
async def test_a_new_row_gets_a_value_from_those_who_may_write_it(
    stage: Stage, cases: Cases, field: FieldCase, attempt: Attempt
) -> None:
    resource, caller = cases.resource, attempt.caller
    values = {**cases.rows[attempt.row], **attempt.values}
    whole = body_of(
        await stage.built(resource.model, values), resource.bodies["create"]
    )
    if field.name not in whole or attempt.outcome == 401:
        return
    headers, count = await stage.headers(caller), await stage.count(resource.model)
    body = written_by(cases, caller, whole, new=True) | {field.name: whole[field.name]}
    answer = await stage.client.post(resource.path, json=body, headers=headers)
    if caller in field.unwritten and attempt.outcome == 201:
        _assert_refused(answer, field.name, "not_writable")
        assert await stage.count(resource.model) == count
    if field.needed or attempt.outcome != 201:
        return
    body = {name: value for name, value in body.items() if name != field.name}
    body = written_by(cases, caller, body, new=True)
    answer = await stage.client.post(resource.path, json=body, headers=headers)
    assert "not_writable" not in answer.text
    if answer.status_code == 201:
        _assert_seen(answer, field, caller)


@_of("list", SHOWN)
async def test_a_repository_is_asked_about_a_field_by_those_who_may_read_it(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    if case.caller not in field.unread:
        return
    context = await _asking(stage, case.caller)
    refusals = (ForbiddenError, UnauthenticatedError)
    async with reading(resources_of(stage.app), context) as work:
        repository = cases.resource.repository(work)
        for name in field.sorts:
            with pytest.raises(refusals):
                await repository.page(ListQuery({}, (SortKey(name, True),), 100))
        for name in (field.attribute or field.name, *field.held):
            with pytest.raises(refusals):
                await repository.find_by(**{name: None})


@_of("update", 200)
async def test_a_repository_is_given_a_value_by_those_who_may_write_it(
    stage: Stage, cases: Cases, field: FieldCase, case: Case
) -> None:
    if case.caller not in field.unwritten:
        return
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    context = await _asking(stage, case.caller)
    key = [getattr(row, name) for name in cases.resource.key]
    for name in (field.attribute or field.name, *field.held):
        with pytest.raises((ForbiddenError, UnauthenticatedError)):
            async with unit_of_work(resources_of(stage.app), context) as work:
                repository = cases.resource.repository(work)
                entity = await repository.find(*key)
                assert entity is not None
                await repository.change(entity, {name: [uuid4()]})


async def _queries(
    stage: Stage, cases: Cases, field: FieldCase, row: Any
) -> AsyncIterator[dict[str, str]]:
    """Yield the queries of lists that are about a field."""
    held = {each.parameter: each.attribute for each in cases.resource.filters}
    known = {name: getattr(row, attribute) for name, attribute in held.items()}
    for reference in cases.resource.references:
        if not {*field.held}.isdisjoint(reference.columns):
            known |= reference.to(await stage.once(reference.target, {}))
    for name in field.parameters:
        if known.get(name) is not None:
            yield {name: as_parameter(known[name])}
    for name in field.sorts:
        yield {"sort": name}
        yield {"sort": f"-{name}"}


async def _whole(
    stage: Stage, cases: Cases, field: FieldCase, row: str, operation: str
) -> dict[str, Any]:
    """Return a body with another value of a field, if that is offered."""
    resource, values = cases.resource, cases.rows[row]
    if field.fixed or operation not in resource.operations:
        return {}
    for reference in resource.references:
        if not {*field.held}.isdisjoint(reference.columns):
            values = {**values, reference.name: {}}
    built = await stage.built(resource.model, values)
    body = body_of(built, resource.bodies[operation])
    for link in getattr(resource.repository, "links", ()):
        if link.relationship in field.held:
            other = await stage.once(link.target, {})
            body[field.name] = [to_jsonable_python(getattr(other, link.key))]
    return body


def _together(cases: Cases, field: FieldCase) -> list[str]:
    """Return the properties that are changed at once: all of a relation."""
    columns = [{*each.columns} for each in cases.resource.references]
    own = next((each for each in columns if not each.isdisjoint(field.held)), set())
    beside = [e for e in cases.fields if e is field or not own.isdisjoint(e.held)]
    return [each.name for each in beside]


async def _shown(stage: Stage, path: str) -> dict[str, Any]:
    """Return a row as the system is told of it."""
    as_system(stage.app)
    answer = await stage.client.get(path)
    let_sign_in(stage.app)
    found: dict[str, Any] = answer.json()
    return found


def _assert_seen(answer: Response, field: FieldCase, caller: str) -> None:
    """Hold that an answer has a field for those alone who may read it."""
    expected = caller not in field.unread and not field.unshown
    assert (field.name in answer.json()) == expected, answer.text


def _assert_refused(answer: Response, name: str, code: str) -> None:
    """Hold that a request was refused for what it says of a field."""
    assert answer.status_code in (401, 403), answer.text
    details = answer.json()["error"]["details"]
    if answer.status_code == 403:
        assert {"field": name, "code": code}.items() <= _only(details, name).items()


def _only(details: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in details if each["field"] == name)
