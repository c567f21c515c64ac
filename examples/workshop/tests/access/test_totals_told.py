"""A total tells nobody of rows that they don't see."""

import pytest

from workshop.core.db.totals import Totals

from .case import HIDDEN, SHOWN, Case, Cases
from .cases import answered
from .stage import Stage


@pytest.mark.parametrize(
    ("cases", "case"),
    [
        each
        for each in answered("list")
        if each.values[1].list in (SHOWN, HIDDEN)
        and issubclass(each.values[0].resource.repository, Totals)
    ],
)
async def test_a_total_counts_what_its_reader_sees(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    await stage.stored(resource.model, cases.rows[case.row])
    headers = await stage.headers(case.caller)
    query = {}
    if getattr(resource.repository, "totals", "") == "on_request":
        query["with_total"] = "true"
    whole = await stage.client.get(resource.path, headers=headers)
    assert whole.status_code == 200, whole.text
    for limit in ("1", "100"):
        asked = {**query, "limit": limit}
        answer = await stage.client.get(resource.path, params=asked, headers=headers)
        assert answer.json()["pagination"]["total"] == len(whole.json()["data"])
