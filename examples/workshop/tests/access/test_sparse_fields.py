"""Fields that a request names: nobody is told of one that they may not read."""

import pytest

from tests.api.sparse_fields import fields_of
from tests.support import assert_refused

from .case import Case, Cases
from .cases import answered
from .stage import Stage, assert_silent

_TRIED = [
    pytest.param(*each.values, id=each.id)
    for each in answered("get")
    if fields_of(each.values[0].resource, "get")
]


@pytest.mark.parametrize(("cases", "case"), _TRIED)
async def test_only_what_is_shown_may_be_named(
    stage: Stage, cases: Cases, case: Case
) -> None:
    resource = cases.resource
    row = await stage.stored(resource.model, cases.rows[case.row])
    headers, path = await stage.headers(case.caller), resource.path_to(row)
    plain = await stage.client.get(path, headers=headers)
    for name in fields_of(resource, "get"):
        asked = {"fields": name}
        answer = await stage.client.get(path, params=asked, headers=headers)
        if plain.status_code != 200:
            assert answer.status_code in (plain.status_code, 403)
            assert_silent(answer, row)
        elif name in plain.json():
            assert answer.json() == {name: plain.json()[name]}
        else:
            code = 403 if headers else 401
            assert_refused(answer, code, "FORBIDDEN" if headers else "UNAUTHORIZED")
            listed = await stage.client.get(
                resource.path, params=asked, headers=headers
            )
            assert listed.status_code == code
