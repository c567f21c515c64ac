"""Rooms of the design in which tests tell what they like, to people who may see all of it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from chat.core.http.dependencies import resources_of
from chat.core.identifiers import uuid7
from chat.core.realtime.channel import RealtimeChannel
from chat.core.realtime.recording import note
from chat.core.security.errors import UnauthenticatedError
from chat.core.security.principal import SYSTEM, Principal
from chat.models.events import EVENTS
from tests.asking import ASKING
from tests.factory import create


class RoomForTests:
    """A room, and a row of each event that is told in it."""

    def __init__(
        self, app: FastAPI, channel: RealtimeChannel, row: Any, rows: dict[str, Any]
    ) -> None:
        self.channel = channel
        self.row = row
        self.rows = rows  # by the names of events
        self.name = (channel.name, str(row.id))
        self._database = resources_of(app).database

    async def tell(self, *said: object, event: str = "") -> None:
        """Tell something in the room, all of it in one transaction."""
        async with self.telling() as session:
            for each in said:
                self.note(session, each, event)

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[AsyncSession]:
        """Yield a session, at the end of which there is told what was noted."""
        async with self._database.writing() as session, session.begin():
            yield session

    def note(self, session: AsyncSession, said: object, event: str = "") -> None:
        """Have something told in the room by a transaction."""
        name = event or next(iter(self.channel.events))
        row = self.rows[name]
        recorded = {
            "id": uuid7(),
            "name": name,
            "version": 1,
            "aggregate_id": written_key(row),
            "data": json.dumps({"said": said}),
        }
        note(session.sync_session, row, recorded)


def written_key(row: Any) -> str:
    """Return the key of a row as events say it."""
    mapper = sa.inspect(type(row))
    names = (mapper.get_property_by_column(each).key for each in mapper.primary_key)
    return "/".join(quote(str(getattr(row, each)), "") for each in names)


async def a_room(
    app: FastAPI, session: AsyncSession, channel: RealtimeChannel
) -> RoomForTests:
    """Store a room, and rows whose events are told in it."""
    row = await create(session, channel.model)
    rows: dict[str, Any] = {}
    for name, attribute in channel.events.items():
        model = EVENTS[name].model
        if model is channel.model:
            rows[name] = row
        else:
            rows[name] = await create(session, model, **{attribute: row.id})
    return RoomForTests(app, channel, row, rows)


def somebody() -> tuple[UUID, str]:
    """Return a new account, and its token where `let_anybody_in` is."""
    account = uuid4()
    return account, str(account)


def let_anybody_in(app: FastAPI) -> None:
    """Let an account's id be its token, by which it sees and may do everything."""
    ASKING[app] = _anybody


async def _anybody(connection: HTTPConnection) -> Principal | None:
    token = connection.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        return replace(SYSTEM, id=UUID(token)) if token else None
    except ValueError:
        raise UnauthenticatedError("The token doesn't hold.", presented=True) from None
