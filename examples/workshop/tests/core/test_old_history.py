"""What is old goes, but for the last that is known of a row that is there."""

import datetime as dt
import sys
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import create
from workshop.core import old_history
from workshop.core.http.dependencies import resources_of
from workshop.models.history import HISTORY
from workshop.settings import Settings

_YEAR = dt.timedelta(days=365)
_EACH = pytest.mark.parametrize(
    "history", HISTORY.values(), ids=[each.model.__name__ for each in HISTORY.values()]
)


async def _aged(session: AsyncSession, history: Any, *operations: str) -> list[Any]:
    """Have a row with entries of long ago, the first of which is there already."""
    await create(session, history.model)
    table = history.table
    ((first,),) = await session.execute(sa.select(sa.func.max(table.c.history_id)))
    same = [each for each in table.columns if each.name != "history_id"]
    for _ in operations[1:]:
        copy = sa.select(*same).where(table.c.history_id == first)
        await session.execute(
            sa.insert(table).from_select([each.name for each in same], copy)
        )
    asked = sa.select(table.c.history_id).where(table.c.history_id >= first)
    keys = [*(await session.scalars(asked.order_by(table.c.history_id)))]
    for key, operation in zip(keys, operations, strict=True):
        change = sa.update(table).where(table.c.history_id == key)
        long_ago = table.c.history_at.type.python_type(2020, 1, 31, tzinfo=dt.UTC)
        await session.execute(
            change.values(history_at=long_ago, history_operation=operation)
        )
    await session.commit()
    return keys


async def _left(session: AsyncSession, history: Any, keys: list[Any]) -> list[Any]:
    number = history.table.c.history_id
    found = await session.scalars(sa.select(number).where(number.in_(keys)))
    left = sorted(found)
    await session.commit()
    return left


@_EACH
async def test_the_last_that_is_known_of_a_row_stays(
    app: FastAPI, session: AsyncSession, history: Any
) -> None:
    keys = await _aged(session, history, "create", "update", "update")
    await old_history.prune(resources_of(app), _YEAR)
    assert await _left(session, history, keys) == keys[-1:]


@_EACH
async def test_nothing_stays_of_a_row_that_is_gone(
    app: FastAPI, session: AsyncSession, history: Any
) -> None:
    keys = await _aged(session, history, "create", "delete")
    await old_history.prune(resources_of(app), _YEAR)
    await old_history.prune(resources_of(app), _YEAR)
    assert await _left(session, history, keys) == []


@_EACH
async def test_what_is_not_old_stays(
    app: FastAPI, session: AsyncSession, history: Any
) -> None:
    keys = await _aged(session, history, "create", "update")
    await old_history.prune(resources_of(app), 100 * _YEAR)
    assert await _left(session, history, keys) == keys


def test_the_command_says_how_many(
    migrated: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(old_history, "Settings", lambda: migrated)
    monkeypatch.setattr(sys, "argv", ["old_history", "36500"])
    old_history.main()
    assert capsys.readouterr().out == "0\n"
