"""Rows whose state changes, in the ways that there are."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.context import Context
from shop.core.db.transitions import Transition
from shop.core.db.unit_of_work import unit_of_work
from shop.core.errors import ConflictError, NotFoundError
from shop.core.http.dependencies import resources_of
from shop.models.base import Base
from tests.factory import create
from tests.principals import TESTER
from tests.support import assert_refused

from .resource import Resource
from .resources import RESOURCES

_Values = Mapping[str, Any]
_ANY: tuple[_Values, None] = ({}, None)

_ALL: list[tuple[Resource[Any], Transition]] = [
    (resource, transition)
    for resource in RESOURCES
    for transition in getattr(resource.repository, "transitions", ())
]
_EACH = pytest.mark.parametrize(
    ("resource", "transition"),
    [pytest.param(*each, id=f"{each[0]}-{each[1].name}") for each in _ALL],
)


def _path(path: str, transition: Transition) -> str:
    return f"{path}/{transition.name.replace('_', '-')}"


def _version(resource: Resource[Any]) -> Sequence[str]:
    """Return the attribute with the version of a row, if it has one."""
    mapper = sa.inspect(resource.model)
    column = mapper.version_id_col
    return () if column is None else (mapper.get_property_by_column(column).key,)


def _passing(resource: Resource[Any], transition: Transition) -> _Values:
    """Return what a row has of which the transition is made."""
    passing, _ = resource.guarded.get(transition.name, _ANY)
    if passing is None:
        pytest.skip("no test can say what has to be true")
    return passing


async def _row(
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
    state: Enum,
    values: _Values,
) -> Any:
    """Store a row in a state."""
    given = {name: _as_held(resource.model, name, values[name]) for name in values}
    try:
        return await create(
            session, resource.model, **given | {transition.attribute: state}
        )
    except IntegrityError:
        await session.rollback()
        pytest.skip(f"no row may be like this: {state.value}, {values}")


def _as_held(model: type[Base], name: str, value: Any) -> Any:
    """Return a value of JSON as the column holds its values."""
    if value is None:
        return None
    column = sa.inspect(model).column_attrs[name].columns[0]
    kind = column.type.python_type
    if kind in (dt.date, dt.datetime):
        return kind.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    return getattr(column.type, "members", kind)(value)


async def _stored(session: AsyncSession, row: Base) -> dict[str, Any]:
    """Return what the database has of a row."""
    mapper = sa.inspect(type(row))
    columns = [getattr(type(row), each.key) for each in mapper.column_attrs]
    key = sa.inspect(row).identity or ()
    same = [each == value for each, value in zip(mapper.primary_key, key, strict=True)]
    found = (await session.execute(sa.select(*columns).where(*same))).one()
    await session.commit()
    return dict(found._mapping)


@pytest.mark.parametrize(
    ("resource", "transition", "start"),
    [
        pytest.param(*each, start, id=f"{each[0]}-{each[1].name}-{start.value}")
        for each in _ALL
        for start in each[1].starts
    ],
)
async def test_a_row_changes_its_state_and_what_goes_with_it(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
    start: Enum,
) -> None:
    passing = _passing(resource, transition)
    row = await _row(session, resource, transition, start, passing)
    path, before = resource.path_to(row), await _stored(session, row)
    answer = await client.post(_path(path, transition))
    assert answer.status_code == 200, answer.text
    if "get" in resource.operations:
        assert (await client.get(path)).json() == answer.json()
    after = await _stored(session, row)
    assert after[transition.attribute] == transition.ends
    for name, stamp in transition.sets.items():
        _assert_made(after[name], stamp(Context(principal=TESTER)))
    for name, stamp in resource.repository.update_stamps.items():
        if stamp(Context(principal=TESTER)) != before[name]:
            assert after[name] != before[name]
    version = _version(resource)
    for name in version:
        assert after[name] == before[name] + 1
    written = {transition.attribute, *transition.sets, *version}
    written |= {*resource.repository.update_stamps, *getattr(resource, "computed", ())}
    kept = before.keys() - written
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


def _assert_made(stored: Any, made: Any) -> None:
    """Hold that a value is what was made for it, by the clock of a moment ago."""
    if isinstance(made, dt.datetime):
        assert dt.timedelta(0) <= made - stored < dt.timedelta(minutes=1)
    elif isinstance(made, dt.date):
        assert stored in (made, made - dt.timedelta(days=1))
    else:
        assert stored == made


@pytest.mark.parametrize(
    ("resource", "transition", "state"),
    [
        pytest.param(*each, state, id=f"{each[0]}-{each[1].name}-{state.value}")
        for each in _ALL
        for state in type(each[1].ends)
        if state not in each[1].starts
    ],
)
async def test_a_row_in_another_state_stays_as_it_is(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
    state: Enum,
) -> None:
    passing = _passing(resource, transition)
    row = await _row(session, resource, transition, state, passing)
    before = await _stored(session, row)
    answer = await client.post(_path(resource.path_to(row), transition))
    assert_refused(answer, 409, "CONFLICT", transition.attribute)
    assert [e["code"] for e in answer.json()["error"]["details"]] == ["wrong_state"]
    assert await _stored(session, row) == before


@pytest.mark.parametrize(
    ("resource", "transition", "failing"),
    [
        pytest.param(*each, failing, id=f"{each[0]}-{each[1].name}")
        for each in _ALL
        for failing in each[0].guarded.get(each[1].name, _ANY)[1:]
        if failing is not None
    ],
)
async def test_a_row_that_is_not_as_it_has_to_be_stays_as_it_is(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
    failing: _Values,
) -> None:
    row = await _row(session, resource, transition, transition.starts[0], failing)
    before = await _stored(session, row)
    answer = await client.post(_path(resource.path_to(row), transition))
    assert_refused(answer, 409, "CONFLICT", transition.attribute)
    assert answer.json()["error"]["message"] == transition.message
    assert [e["code"] for e in answer.json()["error"]["details"]] == ["not_allowed"]
    assert await _stored(session, row) == before


@_EACH
async def test_of_several_that_ask_at_once_one_comes_first(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
) -> None:
    passing = _passing(resource, transition)
    row = await _row(session, resource, transition, transition.starts[0], passing)
    path = _path(resource.path_to(row), transition)
    answers = await asyncio.gather(*(client.post(path) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]


@_EACH
async def test_what_is_not_there_has_no_state(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
) -> None:
    answer = await client.post(_path(resource.path_to_nothing(), transition))
    assert_refused(answer, 404, "NOT_FOUND")
    if "delete" not in resource.operations:
        return
    passing = _passing(resource, transition)
    row = await _row(session, resource, transition, transition.starts[0], passing)
    path = resource.path_to(row)
    assert (await client.delete(path)).status_code == 204
    assert_refused(await client.post(_path(path, transition)), 404, "NOT_FOUND")


@_EACH
async def test_no_change_of_a_row_gives_it_another_state(
    app: FastAPI,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
) -> None:
    passing, ends = _passing(resource, transition), transition.ends
    row = await _row(session, resource, transition, transition.starts[0], passing)
    key = [getattr(row, name) for name in resource.key]
    async with unit_of_work(resources_of(app), Context(principal=TESTER)) as work:
        repository = resource.repository(work)
        entity = await repository.find(*key)
        state = getattr(entity, transition.attribute)
        await repository.change(entity, {transition.attribute: state})
        with pytest.raises(ConflictError) as refused:
            await repository.change(entity, {transition.attribute: ends})
    assert refused.value.message
    told = [(each.field, each.code) for each in refused.value.details]
    assert told == [(transition.attribute, "needs_transition")]
    assert all(each.message for each in refused.value.details)


@_EACH
async def test_a_row_is_read_anew_before_its_state_changes(
    app: FastAPI,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
) -> None:
    passing = _passing(resource, transition)
    row = await _row(session, resource, transition, transition.ends, passing)
    model: Any = resource.model
    key = [getattr(row, name) for name in resource.key]
    same = [
        getattr(model, name) == value
        for name, value in zip(resource.key, key, strict=True)
    ]
    begun = {transition.attribute: transition.starts[0]}
    unseen = {"synchronize_session": False}
    async with unit_of_work(resources_of(app), Context(principal=TESTER)) as work:
        repository: Any = resource.repository(work)
        entity = await repository.find(*key)
        moved = sa.update(model).where(*same).values(begun)
        await work.session.execute(moved, execution_options=unseen)
        await repository.transition(entity, transition.name)
    assert (await _stored(session, row))[transition.attribute] == transition.ends
    with pytest.raises(NotFoundError) as gone:
        async with unit_of_work(resources_of(app), Context(principal=TESTER)) as work:
            repository = resource.repository(work)
            entity = await repository.find(*key)
            removed = sa.delete(model).where(*same)
            await work.session.execute(removed, execution_options=unseen)
            await repository.transition(entity, transition.name)
    assert gone.value.message


@pytest.mark.parametrize(
    ("resource", "transition"),
    [
        pytest.param(*each, id=f"{each[0]}-{each[1].name}")
        for each in _ALL
        if _version(each[0])
    ],
)
async def test_a_row_of_an_older_version_stays_as_it_is(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    transition: Transition,
) -> None:
    passing = _passing(resource, transition)
    row = await _row(session, resource, transition, transition.starts[0], passing)
    before, path = await _stored(session, row), resource.path_to(row)
    moved = _path(path, transition)
    answer = await client.post(moved, headers={"If-Match": '"0"'})
    assert_refused(answer, 412, "PRECONDITION_FAILED")
    assert await _stored(session, row) == before
    answer = await client.post(moved, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
