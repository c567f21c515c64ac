"""Rows that are there, asked for by everybody in every way."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.resource import as_parameter

from .case import HIDDEN, SHOWN, Case, Cases
from .cases import ALL, answered
from .stage import Stage, assert_answered, assert_silent, is_shown, without_id

_REFUSED = (401, 403, 404)


def _ways(cases: Cases, row: Any) -> Iterator[dict[str, str]]:
    """Yield queries that a row answers to, if it is there."""
    resource = cases.resource
    yield {}
    yield {"limit": "1"}
    for name in resource.sorts:
        yield {"sort": name}
        yield {"sort": f"-{name}"}
    searched = getattr(resource, "search", "")
    if searched and (value := getattr(row, searched)):
        yield {"q": value[:3]}
    worded = getattr(resource, "words", "")
    if worded and (value := getattr(row, worded)):
        yield {"q": value[:200]}
    for each in resource.filters:
        value = getattr(row, each.attribute)
        if each.operator == "eq" and value is not None:
            yield {each.parameter: as_parameter(value)}


@pytest.mark.parametrize(("cases", "case"), answered("list"))
async def test_a_list_has_what_its_reader_may_see(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await stage.stored(cases.resource.model, cases.rows[case.row])
    headers = await stage.headers(case.caller)
    for query in _ways(cases, row):
        answer = await stage.client.get(
            cases.resource.path, params=query, headers=headers
        )
        if case.list not in (SHOWN, HIDDEN):
            assert_answered(answer, int(case.list or 0), row)
            continue
        assert answer.status_code == 200, answer.text
        listed = answer.json()
        found = [each for each in listed["data"] if is_shown(row, each)]
        if "limit" not in query:
            assert bool(found) == (case.list == SHOWN), query
            total = listed["pagination"].get("total", len(listed["data"]))
            assert total == len(listed["data"]), query
        if case.list == HIDDEN:
            assert not found, query
            assert_silent(answer, row)
    head = await stage.client.head(cases.resource.path, headers=headers)
    told = 200 if case.list in (SHOWN, HIDDEN) else case.list
    assert head.status_code == told


@pytest.mark.parametrize(("cases", "case"), answered("get"))
async def test_a_row_is_shown_to_those_who_may_see_it(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource, status = cases.resource, case.get or 0
    row = await stage.stored(resource.model, cases.rows[case.row])
    headers, path = await stage.headers(case.caller), resource.path_to(row)
    answer = await stage.client.get(path, headers=headers)
    assert_answered(answer, status, row)
    head = await stage.client.head(path, headers=headers)
    assert_answered(head, status, row)
    tag = await stage.tag(path)
    if tag is not None:
        known = await stage.client.get(path, headers=headers | {"If-None-Match": tag})
        assert_answered(known, status if status in _REFUSED else 304, row)
    if status in _REFUSED:
        nothing = await stage.client.get(resource.path_to_nothing(), headers=headers)
        assert without_id(nothing) == without_id(answer)


@pytest.mark.parametrize(
    ("cases", "path"),
    [
        pytest.param(cases, path, id=f"{cases.resource}-{path}")
        for cases in ALL
        for path in cases.untold
    ],
)
def test_every_part_of_a_rule_is_tried(cases: Cases, path: str) -> None:
    pytest.skip(f"no test can say the {path} of {cases.resource}")
