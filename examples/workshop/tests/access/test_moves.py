"""Changes of the state of rows that everybody asks for, in every way."""

from typing import Any

import pytest

from workshop.core.db.stamps import account
from workshop.core.db.transitions import Transition
from workshop.core.db.unit_of_work import unit_of_work
from workshop.core.errors import DomainError
from workshop.core.http.dependencies import resources_of
from workshop.models.base import Base

from .callers import CALLERS
from .case import Cases, Move
from .cases import ALL, lines
from .stage import Stage, assert_answered, without_id
from .test_repositories import _asking


def _transition(cases: Cases, name: str) -> Transition:
    repository: Any = cases.resource.repository
    known: tuple[Transition, ...] = repository.transitions
    return next(each for each in known if each.name == name)


def _path(path: str, name: str) -> str:
    return f"{path}/{name.replace('_', '-')}"


async def _row(stage: Stage, cases: Cases, move: Move) -> Base:
    values = {**cases.rows[move.row], **move.values}
    return await stage.stored(cases.resource.model, values)


async def _assert_moved(
    stage: Stage, move: Move, transition: Transition, after: dict[str, Any]
) -> None:
    """Hold that a row is in its new state, by whoever asked for it."""
    assert after[transition.attribute] == transition.ends
    whose, _ = CALLERS[move.caller]
    for name, stamp in transition.sets.items():
        if stamp is account and whose is not None:
            assert after[name] == await stage.account(whose)


@pytest.mark.parametrize(("cases", "move"), lines("moves"))
async def test_the_state_of_a_row_is_changed_by_those_who_may(
    stage: Stage, cases: Cases, move: Move
) -> None:
    transition = _transition(cases, move.name)
    row = await _row(stage, cases, move)
    headers, before = await stage.headers(move.caller), await stage.values(row)
    path = _path(cases.resource.path_to(row), move.name)
    if move.outcome in (401, 404):
        # Nobody learns more by what they say of the row's version.
        said = headers | {"If-Match": '"0"'}
        assert_answered(await stage.client.post(path, headers=said), move.outcome, row)
    answer = await stage.client.post(path, headers=headers)
    assert_answered(answer, move.outcome, row)
    after = await stage.values(row)
    if move.outcome == 200:
        await _assert_moved(stage, move, transition, after)
    else:
        assert after == before
    if move.outcome == 404:
        nowhere = _path(cases.resource.path_to_nothing(), move.name)
        nothing = await stage.client.post(nowhere, headers=headers)
        assert without_id(nothing) == without_id(answer)


@pytest.mark.parametrize(("cases", "move"), lines("moves"))
async def test_a_repository_changes_the_state_for_those_who_may(
    stage: Stage, cases: Cases, move: Move
) -> None:
    row = await _row(stage, cases, move)
    context, before = await _asking(stage, move.caller), await stage.values(row)
    key = [getattr(row, name) for name in cases.resource.key]
    refused = False
    try:
        async with unit_of_work(resources_of(stage.app), context) as work:
            entity = await work.session.get(cases.resource.model, key)
            repository: Any = cases.resource.repository(work)
            await repository.transition(entity, move.name)
    except DomainError:
        refused = True
    after = await stage.values(row)
    assert (after == before) == refused
    if move.outcome in (200, 403, 409):
        assert refused == (move.outcome != 200)


@pytest.mark.parametrize(
    ("cases", "name", "caller"),
    [
        pytest.param(cases, name, caller, id=f"{cases.resource}-{name}-{caller}")
        for cases in ALL
        for name, callers in cases.closed_moves.items()
        for caller in callers
    ],
)
async def test_who_may_not_is_told_so_before_a_row_is_looked_for(
    stage: Stage, cases: Cases, name: str, caller: str
) -> None:
    nowhere = cases.resource.path + "/no-such-key" * len(cases.resource.key)
    headers = await stage.headers(caller)
    answer = await stage.client.post(_path(nowhere, name), headers=headers)
    assert answer.status_code == 401, answer.text
