"""A cursor is a place in a list, and lets nobody see more of it than the list itself."""

import pytest

from chat.core.db.cursors import CursorPages
from tests.principals import as_system

from .case import HIDDEN, Case, Cases
from .cases import answered
from .signing_in import let_sign_in
from .stage import Stage, assert_silent, is_shown


@pytest.mark.parametrize(
    ("cases", "case"),
    [
        each
        for each in answered("list")
        if each.values[1].list == HIDDEN
        and issubclass(each.values[0].resource.repository, CursorPages)
    ],
)
async def test_a_cursor_of_somebody_else_shows_no_hidden_row(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    if resource.rows < 2:
        pytest.skip(f"there is one {resource.label} at the most")
    await stage.stored(resource.model, {})
    row = await stage.stored(resource.model, cases.rows[case.row])
    if resource.rows > 2:  # of a list that begins with what is new
        await stage.stored(resource.model, {})
    headers, followed = await stage.headers(case.caller), 0
    for query in ({}, *({"sort": f"-{each}"} for each in resource.sorts[-1:])):
        first = {**query, "limit": "1"}
        as_system(stage.app)
        told = (await stage.client.get(resource.path, params=first)).json()
        rest = {**query, "cursor": told["pagination"]["next_cursor"]}
        seen = await stage.client.get(resource.path, params=rest)
        let_sign_in(stage.app)
        followed += any(is_shown(row, each) for each in seen.json()["data"])
        answer = await stage.client.get(resource.path, params=rest, headers=headers)
        assert answer.status_code in (200, 403), answer.text
        if answer.status_code == 200:
            assert not any(is_shown(row, each) for each in answer.json()["data"])
        assert_silent(answer, row)
    assert followed
