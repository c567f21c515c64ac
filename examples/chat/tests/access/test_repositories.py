"""Repositories hold to rules whoever calls them: a job and a script as much as a request."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa

from chat.core.context import Context
from chat.core.db.unit_of_work import reading, unit_of_work
from chat.core.errors import DomainError, InvalidError
from chat.core.http.dependencies import resources_of
from chat.core.queries import ListQuery
from chat.core.security.errors import ForbiddenError, UnauthenticatedError
from chat.core.security.principal import ANONYMOUS, Principal, person, service
from chat.models.base import Base
from tests.factory import resource_of
from tests.principals import TESTER

from .callers import CALLERS, ROLES
from .case import HIDDEN, SHOWN, Attempt, Case, Cases, Values, Whose
from .cases import ALL, answered, lines
from .stage import Stage

_REFUSALS = (ForbiddenError, UnauthenticatedError)


async def _asking(stage: Stage, caller: str) -> Context:
    whose, roles = CALLERS[caller]
    if whose is None:
        return Context(principal=ANONYMOUS)
    return Context(principal=person(await stage.account(whose), roles))


def _key(cases: Cases, row: Base) -> list[Any]:
    return [getattr(row, name) for name in cases.resource.key]


def _accounts(values: Values) -> Iterator[Whose]:
    for value in values.values():
        if isinstance(value, Whose):
            yield value
        elif isinstance(value, dict):
            yield from _accounts(value)


def _owned(values: Values, own: Whose) -> dict[str, Any]:
    """Return what makes a row somebody's own, by the path that leads to its account."""
    return {
        name: _owned(value, own) if isinstance(value, dict) else own
        for name, value in values.items()
        if isinstance(value, Whose)
        or (isinstance(value, dict) and any(_accounts(value)))
    }


async def _stored(stage: Stage, cases: Cases, case: Case) -> Base:
    """Store a row, and what would make it the caller's, if it led there, where it doesn't."""
    values, (own, _) = cases.rows[case.row], CALLERS[case.caller]
    row = await stage.stored(cases.resource.model, values)
    for reference in cases.resource.references:
        above = values.get(reference.name)
        if own is None or not isinstance(above, dict):
            continue
        accounts = {*_accounts(above)}
        if accounts and own not in accounts:
            await stage.once(reference.target, _owned(above, own))
    return row


async def _store_another(stage: Stage, cases: Cases, case: Case, row: Base) -> None:
    """Store a row that the caller may change and take away, beside one that they may not."""
    for each in cases.cases:
        allowed = each.update == 200 or each.delete == 204
        if each.caller == case.caller and each.row != case.row and allowed:
            with suppress(pytest.skip.Exception):  # there may be one of the kind
                await stage.stored(cases.resource.model, cases.rows[each.row])
                break
    await stage.session.refresh(row)


@pytest.mark.parametrize(("cases", "case"), answered("list"))
async def test_a_repository_lists_what_its_caller_may_see(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await _stored(stage, cases, case)
    context = await _asking(stage, case.caller)
    async with reading(resources_of(stage.app), context) as work:
        repository = cases.resource.repository(work)
        if case.list not in (SHOWN, HIDDEN):
            with pytest.raises(_REFUSALS):
                await repository.page(ListQuery({}, (), 100))
            return
        page = await repository.page(ListQuery({}, (), 100))
    found = [[getattr(each, n) for n in cases.resource.key] for each in page.items]
    assert (_key(cases, row) in found) == (case.list == SHOWN)


def _narrowed(cases: Cases) -> Iterator[tuple[Cases, Any]]:
    """Yield lists that a row narrows to what it is related to, each by a filter."""
    for each in ALL:
        for narrowing in each.resource.repository.filters:
            if getattr(narrowing, "relation", ""):
                owner, link = _link(each, narrowing)
                hidden = owner if hasattr(narrowing, "owner") else link.target
            else:
                hidden = getattr(narrowing, "through", None)
            if hidden is cases.resource.model:
                yield each, narrowing


def _link(cases: Cases, narrowing: Any) -> tuple[type[Base], Any]:
    """Return a relation by which a list is narrowed, and the class that has it."""
    owner = getattr(narrowing, "owner", cases.resource.model)
    links = getattr(resource_of(owner), "many_to_many", ())
    return owner, next(
        each for each in links if each.relationship == narrowing.relation
    )


async def _narrowing_key(
    stage: Stage, cases: Cases, case: Case, listed: Cases, narrowing: Any
) -> list[Any]:
    """Store a row, and one that it is related to; return the key that narrows a list."""
    model, values = cases.resource.model, cases.rows[case.row]
    if not getattr(narrowing, "relation", ""):
        own, other = (
            side if isinstance(side, tuple) else (side,)
            for side in (narrowing.own, narrowing.other)
        )
        both: dict[str, Any] = {
            each.name: {}
            for each in cases.resource.references
            if not each.columns.keys().isdisjoint((*own, *other))
        }
        between = await stage.stored(model, both | {**values})
        key = [getattr(between, name) for name in other]
        if None in (*key, *(getattr(between, name) for name in own)):
            pytest.skip("the row relates nothing")
        return key
    owner, link = _link(listed, narrowing)
    if hasattr(narrowing, "owner"):
        kept = await stage.stored(listed.resource.model, {})
        row = await stage.stored(model, values, **{link.relationship: [kept]})
    else:
        row = await stage.stored(model, values)
        await stage.stored(owner, {}, **{link.relationship: [row]})
    return _key(cases, row)


@pytest.mark.parametrize(
    ("cases", "case", "listed", "narrowing"),
    [
        pytest.param(
            cases,
            case,
            listed,
            narrowing,
            id=f"{listed.resource}-{narrowing.parameter}-{case}",
        )
        for cases in ALL
        for listed, narrowing in _narrowed(cases)
        for case in cases.cases
        if case.get == 404
    ],
)
async def test_a_repository_lists_nothing_that_a_hidden_row_relates(
    stage: Stage, cases: Cases, case: Case, listed: Cases, narrowing: Any
) -> None:
    key = await _narrowing_key(stage, cases, case, listed, narrowing)
    given = tuple(key) if key[1:] else key[0]
    query = ListQuery({narrowing.parameter: given}, (), 100)
    resources = resources_of(stage.app)
    async with reading(resources, Context(principal=TESTER)) as work:
        page = await listed.resource.repository(work).page(query)
    assert page.items
    context = await _asking(stage, case.caller)
    async with reading(resources, context) as work:
        repository = listed.resource.repository(work)
        try:
            page = await repository.page(query)
        except _REFUSALS:
            return  # who may list none of them
    assert not page.items


@pytest.mark.parametrize(("cases", "case"), answered("get"))
async def test_a_repository_finds_what_its_caller_may_see(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await _stored(stage, cases, case)
    context = await _asking(stage, case.caller)
    async with reading(resources_of(stage.app), context) as work:
        repository = cases.resource.repository(work)
        if case.get in (401, 403):
            with pytest.raises(_REFUSALS):
                await repository.find(*_key(cases, row))
        else:
            found = await repository.find(*_key(cases, row))
            assert (found is not None) == (case.get == 200)


@pytest.mark.parametrize(("cases", "case"), answered("delete"))
async def test_a_repository_takes_away_what_its_caller_may(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await _stored(stage, cases, case)
    await _store_another(stage, cases, case, row)
    before = await stage.values(row)
    # What somebody else has found, and hands on, is held to the caller's rules as well.
    context = await _asking(stage, case.caller)
    outcome: type[DomainError] | None = None
    try:
        async with unit_of_work(resources_of(stage.app), context) as work:
            entity = await work.session.get(cases.resource.model, _key(cases, row))
            assert entity is not None
            await cases.resource.repository(work).remove(entity)
    except _REFUSALS as error:
        outcome = type(error)
    after = await stage.values(row)
    assert (after != before) == (outcome is None)
    if case.delete in (204, 403):
        assert (outcome is None) == (case.delete == 204)


@pytest.mark.parametrize(("cases", "case"), answered("update"))
async def test_a_repository_changes_what_its_caller_may(
    stage: Stage, cases: Cases, case: Case
) -> None:
    row = await _stored(stage, cases, case)
    await _store_another(stage, cases, case, row)
    context = await _asking(stage, case.caller)
    outcome = None
    try:
        async with unit_of_work(resources_of(stage.app), context) as work:
            entity = await work.session.get(cases.resource.model, _key(cases, row))
            assert entity is not None
            await cases.resource.repository(work).change(entity, {})
    except _REFUSALS as error:
        outcome = type(error)
    if case.update in (200, 403):
        assert (outcome is None) == (case.update == 200)


@pytest.mark.parametrize(("cases", "attempt"), lines("taken"))
async def test_a_row_that_changed_hands_meanwhile_is_not_deleted(
    stage: Stage, cases: Cases, attempt: Attempt
) -> None:
    model = cases.resource.model
    row = await stage.stored(model, cases.rows[attempt.row])
    wanted = await stage.built(model, {**cases.rows[attempt.row], **attempt.values})
    context = await _asking(stage, attempt.caller)
    values = {name: getattr(wanted, name) for name in attempt.values}
    table: Any = model.__table__
    columns = {getattr(model, n).property.columns[0]: v for n, v in values.items()}
    with pytest.raises(DomainError):
        async with unit_of_work(resources_of(stage.app), context) as work:
            repository = cases.resource.repository(work)
            entity = await repository.find(*_key(cases, row))
            assert entity is not None
            same = [
                column == value
                for column, value in zip(
                    table.primary_key, _key(cases, row), strict=True
                )
            ]
            await work.session.execute(sa.update(table).where(*same).values(columns))
            await repository.remove(entity)
    assert await stage.values(row)


@pytest.mark.parametrize(
    ("cases", "caller"),
    [
        pytest.param(cases, caller, id=f"{cases.resource}-{caller}")
        for cases in ALL
        for caller in cases.closed.get("create", ())
    ],
)
async def test_a_repository_adds_nothing_for_those_who_may_not(
    stage: Stage, cases: Cases, caller: str
) -> None:
    model = cases.resource.model
    row = await stage.built(model, next(iter(cases.rows.values())))
    values = {k: v for k, v in row.__dict__.items() if k[0] != "_"}
    context, before = await _asking(stage, caller), await stage.count(model)
    with pytest.raises(_REFUSALS):
        async with unit_of_work(resources_of(stage.app), context) as work:
            await cases.resource.repository(work).add(values)
    assert await stage.count(model) == before


@pytest.mark.parametrize(
    "cases",
    [each for each in ALL if "create" in each.resource.operations],
    ids=lambda cases: str(cases.resource),
)
async def test_whose_a_new_row_is_has_to_be_said_by_who_has_no_account(
    stage: Stage, cases: Cases
) -> None:
    needed = cases.resource.repository.insert_stamps
    model = cases.resource.model
    own = [
        each
        for each in cases.resource.references
        if each.target is not model
        and not each.checked
        and each.required
        and {*each.columns} <= {*needed}
    ]
    if not own:
        pytest.skip("a new row is nobody's")
    row = await stage.built(model, next(iter(cases.rows.values())))
    left_out = {name for each in own for name in each.columns}
    values = {
        k: v for k, v in row.__dict__.items() if k[0] != "_" and k not in left_out
    }
    asking: Principal = service(ROLES)
    with pytest.raises((InvalidError, ForbiddenError)):
        async with unit_of_work(
            resources_of(stage.app), Context(principal=asking)
        ) as work:
            await cases.resource.repository(work).add(values)
