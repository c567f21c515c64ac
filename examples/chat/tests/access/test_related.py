"""Rows that are reached by way of others."""

from typing import Any

import pytest
from pydantic_core import to_jsonable_python

from tests.api.resource import Reference
from tests.factory import resource_of
from tests.principals import as_system

from .case import HIDDEN, SHOWN, Attempt, Cases
from .cases import lines
from .signing_in import let_sign_in
from .stage import Stage, assert_answered, assert_silent, is_shown


def _reference(cases: Cases, name: str) -> Reference:
    return next(each for each in cases.resource.references if each.name == name)


def _link(cases: Cases, attempt: Attempt) -> Any:
    links: Any = getattr(cases.resource.repository, "links", ())
    return next(each for each in links if each.attribute == attempt.of)


@pytest.mark.parametrize(("cases", "attempt"), lines("nested"))
async def test_rows_under_a_path_are_those_that_their_reader_may_see(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    resource, reference = cases.resource, _reference(cases, attempt.of)
    values = {**cases.rows[attempt.row], **attempt.values}
    row = await stage.stored(resource.model, values)
    parent = await stage.once(reference.target, values[attempt.of])
    headers = await stage.headers(attempt.caller)
    above = resource_of(reference.target).path_to(parent)
    for name in (*reference.lists, *getattr(reference, "ones", ())):
        answer = await stage.client.get(f"{above}/{name}", headers=headers)
        if attempt.outcome not in (SHOWN, HIDDEN):
            assert_answered(answer, int(attempt.outcome), row)
            continue
        assert answer.status_code == 200, answer.text
        listed = answer.json()
        shown = [is_shown(row, each) for each in listed["data"]]
        assert any(shown) == (attempt.outcome == SHOWN)
        assert listed["pagination"].get("total", len(shown)) == len(shown)


@pytest.mark.parametrize(("cases", "attempt"), lines("linked"))
async def test_a_row_shows_the_links_that_its_reader_may_see(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    model, values = cases.resource.model, cases.rows[attempt.row]
    link = _link(cases, attempt)
    other = await stage.once(link.target, attempt.values[attempt.of])
    row = await stage.stored(model, values, **{link.relationship: [other]})
    headers, path = await stage.headers(attempt.caller), cases.resource.path_to(row)
    answer = await stage.client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    key = [to_jsonable_python(getattr(other, link.key))]
    assert answer.json()[attempt.of] == (key if attempt.outcome == SHOWN else [])
    if attempt.outcome == HIDDEN:
        assert_silent(answer, other)
    if "list" in cases.resource.operations:
        listed = await stage.client.get(cases.resource.path, headers=headers)
        for each in listed.json().get("data", ()):
            if is_shown(row, each) and attempt.of in each:
                assert each[attempt.of] == answer.json()[attempt.of]


def _may_change(cases: Cases, attempt: Attempt) -> bool:
    return "update" in cases.resource.operations and any(
        (each.caller, each.row, each.update) == (attempt.caller, attempt.row, 200)
        for each in cases.cases
    )


@pytest.mark.parametrize(
    ("cases", "attempt"),
    [each for each in lines("linked") if _may_change(*each.values)],
)
async def test_nobody_links_what_they_cannot_see(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    link = _link(cases, attempt)
    other = await stage.once(link.target, attempt.values[attempt.of])
    row = await stage.stored(cases.resource.model, cases.rows[attempt.row])
    headers, path = await stage.headers(attempt.caller), cases.resource.path_to(row)
    body = {attempt.of: [to_jsonable_python(getattr(other, link.key))]}
    answer = await stage.client.patch(path, json=body, headers=headers)
    if attempt.outcome == SHOWN:
        assert answer.status_code == 200, answer.text
        return
    assert answer.status_code == 409, answer.text
    (detail,) = answer.json()["error"]["details"]
    assert (detail["field"], detail["code"]) == (attempt.of, "unknown_reference")


@pytest.mark.parametrize(("cases", "attempt"), lines("pairs"))
async def test_rows_are_linked_under_a_path_by_those_who_may(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    link: Any = next(
        each
        for each in getattr(cases.resource, "many_to_many", ())
        if each.relationship == attempt.of
    )
    other = await stage.once(link.target, attempt.values[attempt.of])
    row = await stage.stored(cases.resource.model, cases.rows[attempt.row])
    there = resource_of(link.target)
    end = there.path_to(other).removeprefix(there.path)
    path = f"{cases.resource.path_to(row)}/{link.path}{end}"
    headers = await stage.headers(attempt.caller)
    answer = await stage.client.put(path, headers=headers)
    assert_answered(answer, int(attempt.outcome), row)
    # They are related now, whoever could do so, and only some may part them.
    another = await stage.stored(cases.resource.model, {})
    third = await stage.stored(link.target, {})
    kept = [
        f"{cases.resource.path_to(another)}/{link.path}{end}",
        f"{path.removesuffix(end)}{there.path_to(third).removeprefix(there.path)}",
    ]
    as_system(stage.app)
    for each in (path, *kept):
        assert (await stage.client.put(each)).status_code == 204
    let_sign_in(stage.app)
    answer = await stage.client.delete(path, headers=headers)
    assert_answered(answer, int(attempt.outcome), row)
    as_system(stage.app)
    for each in (path, *kept):
        gone = each == path and attempt.outcome == 204
        answer = await stage.client.delete(each)
        assert answer.status_code == (404 if gone else 204), each
