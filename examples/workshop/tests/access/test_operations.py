"""Who may call operations of the design's own, whatever their services do."""

from typing import Any

import pytest

from tests.api.operation import Own
from tests.api.operations import ALL
from workshop.core.operations import NotWrittenError

from .callers import CALLERS
from .case import REACHED, Call, Cases
from .cases import lines
from .stage import Stage, assert_answered

_BY_ID = {own.id: own for own in ALL}
_ALONE = [own for own in ALL if own.of is None]


def _stand_in(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the service answer 501, so that it shows who reaches it, whatever it does."""

    async def reached(_service: Any, *_given: Any) -> None:
        raise NotWrittenError(own.id)

    monkeypatch.setattr(own.service, own.call, reached)


@pytest.mark.parametrize(("cases", "call"), lines("calls"))
async def test_an_operation_is_called_for_a_row_by_those_who_may(
    stage: Stage, cases: Cases, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _BY_ID[call.operation]
    _stand_in(own, monkeypatch)
    row = await stage.stored(cases.resource.model, cases.rows[call.row])
    headers, before = await stage.headers(call.caller), await stage.values(row)
    answer = await own.ask(stage.client, row, headers)
    if call.outcome == REACHED:
        assert answer.status_code == REACHED, answer.text
    else:
        assert_answered(answer, call.outcome, row)
    assert await stage.values(row) == before


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("own", _ALONE, ids=str)
async def test_an_operation_of_no_row_is_called_by_those_who_may(
    stage: Stage, own: Own, caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_in(own, monkeypatch)
    refusal = 401 if caller == "anonymous" else 403
    answer = await own.ask(stage.client, None, await stage.headers(caller))
    outcome = refusal if caller in own.refused else REACHED
    assert answer.status_code == outcome, answer.text
