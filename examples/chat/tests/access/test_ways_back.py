"""A way back through a list lets nobody see more of it than the way on."""

import pytest

from chat.core.db.two_way import TwoWayPages
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
        and issubclass(each.values[0].resource.repository, TwoWayPages)
    ],
)
async def test_a_way_back_of_somebody_else_shows_no_hidden_row(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    if resource.rows < 2:
        pytest.skip(f"there is one {resource.label} at the most")
    row = await stage.stored(resource.model, cases.rows[case.row])
    await stage.stored(resource.model, {})
    headers, followed = await stage.headers(case.caller), 0
    for query in ({}, *({"sort": f"-{each}"} for each in resource.sorts[-1:])):
        as_system(stage.app)
        found = (await stage.client.get(resource.path, params=query)).json()["data"]
        place = next(n for n, each in enumerate(found) if is_shown(row, each))
        asked = {**query, "limit": "1"}
        for _ in range(place + 1):
            told = (await stage.client.get(resource.path, params=asked)).json()
            asked["cursor"] = told["pagination"]["next_cursor"] or ""
        if asked["cursor"]:
            told = (await stage.client.get(resource.path, params=asked)).json()
        back = {**query, "cursor": told["pagination"]["prev_cursor"] or ""}
        let_sign_in(stage.app)
        if not back["cursor"]:
            continue
        followed += 1
        answer = await stage.client.get(resource.path, params=back, headers=headers)
        assert answer.status_code in (200, 403), answer.text
        if answer.status_code == 200:
            assert not any(is_shown(row, each) for each in answer.json()["data"])
        assert_silent(answer, row)
    assert followed
