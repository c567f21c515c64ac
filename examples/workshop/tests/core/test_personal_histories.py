"""What copies of rows tell of a person, when that is exported, and when they are erased."""

import json
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from tests.signing_in import new_account
from workshop.core.http.dependencies import resources_of
from workshop.core.personal.commands import erase, export
from workshop.core.personal.facts import PersonalData
from workshop.models.history import HISTORY
from workshop.personal_data import PERSONAL_DATA

_TOLD = [
    each
    for each in PERSONAL_DATA
    if len(each.owner) == 1 and each.model.__table__ in HISTORY
]
_EACH = pytest.mark.parametrize("fact", _TOLD, ids=[e.model.__name__ for e in _TOLD])


async def _row(session: AsyncSession, fact: PersonalData, account: UUID) -> Any:
    """Store a row that belongs to an account."""
    try:
        return await create(session, fact.model, **{str(fact.owner[0]): account})
    except IntegrityError:
        await session.rollback()
        pytest.skip(f"no {fact.model.__name__} can be like this")


async def _copies(session: AsyncSession, fact: PersonalData, key: Any) -> list[Any]:
    history = HISTORY[fact.model.__table__]
    own = [history.table.c[each.name] for each in history.rows.primary_key]
    same = [one == value for one, value in zip(own, key, strict=True)]
    asked = sa.select(history.table).where(*same).order_by("history_id")
    found = [*(await session.execute(asked)).mappings()]
    await session.commit()
    return found


def _owner(fact: PersonalData) -> str:
    """Return the column of the account that a row belongs to."""
    owner = sa.inspect(fact.model).column_attrs[fact.owner[0]]
    return str(owner.columns[0].name)


def _key(row: Any) -> tuple[Any, ...]:
    return tuple(sa.inspect(type(row)).primary_key_from_instance(row))


@_EACH
async def test_an_export_has_what_a_persons_rows_were_and_nobody_elses(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    person, other = await new_account(app), await new_account(app)
    await _row(session, fact, person.id)
    await _row(session, fact, other.id)
    parts: list[str] = []
    await export(resources_of(app), str(person.id), parts.append)
    [told] = json.loads("".join(parts))["history"][fact.model.__name__]
    assert told["history_operation"] == "create"
    assert told[_owner(fact)] == str(person.id)
    assert told.keys().isdisjoint(fact.hidden)


@_EACH
async def test_copies_of_an_erased_persons_rows_go_or_tell_nothing_of_them(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    person, other = await new_account(app), await new_account(app)
    own, others = [_key(await _row(session, fact, e.id)) for e in (person, other)]
    before = [await _copies(session, fact, key) for key in (own, others)]
    await erase(resources_of(app), str(person.id), really=True)
    assert await _copies(session, fact, others) == before[1]
    left = await _copies(session, fact, own)
    if fact.erase == "delete":
        assert left == []
    elif fact.erase == "keep":
        assert left == before[0]
    else:
        [copy] = left
        assert person.id not in copy.values()
        names = [sa.inspect(fact.model).column_attrs.get(each) for each in fact.blanks]
        columns = [each.columns[0].name for each in names if each is not None]
        assert {copy[each] for each in columns if each in copy} <= {None}


@_EACH
async def test_what_was_a_persons_once_is_erased_with_them(
    app: FastAPI, session: AsyncSession, fact: PersonalData
) -> None:
    if fact.erase != "delete":
        pytest.skip("its rows stay")
    person, other = await new_account(app), await new_account(app)
    row = await _row(session, fact, person.id)
    setattr(row, str(fact.owner[0]), other.id)
    await session.commit()
    key = _key(row)
    assert len(await _copies(session, fact, key)) == 2
    await erase(resources_of(app), str(person.id), really=True)
    [copy] = await _copies(session, fact, key)
    assert copy[_owner(fact)] == other.id
