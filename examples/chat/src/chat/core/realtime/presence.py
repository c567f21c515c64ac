"""Who is in which room: each process says so for its people, and again before that expires.

So whoever was connected to a process that dies is gone when its lease is over.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from chat.core.context import utc_now
from chat.core.db.database import Database
from chat.core.identifiers import uuid7
from chat.models.realtime import RealtimePresence

People = frozenset[UUID]


class Presence:
    """Says who is connected to this process, and reads who is there at all."""

    def __init__(self, database: Database, lease: float) -> None:
        self._database = database
        self._lease = dt.timedelta(seconds=lease)
        self._process = uuid7()
        self._is_used = False

    async def enter(self, room_id: int, account: UUID) -> None:
        """Say that somebody is in a room."""
        self._is_used = True
        here = {"room_id": room_id, "account_id": account, "process": self._process}
        try:
            async with self._database.writing() as session, session.begin():
                expires = utc_now() + self._lease
                row = sa.insert(RealtimePresence).values(expires_at=expires, **here)
                await session.execute(row)
        except IntegrityError:
            pass  # they left in this moment, and their lease goes on

    async def leave(self, room_id: int, account: UUID) -> None:
        """Say that somebody is in a room no more."""
        gone = sa.delete(RealtimePresence).where(
            RealtimePresence.room_id == room_id,
            RealtimePresence.account_id == account,
            RealtimePresence.process == self._process,
        )
        async with self._database.writing() as session, session.begin():
            await session.execute(gone)

    async def renew(self) -> None:
        """Say again who is there, and delete what others have not said for long."""
        now = utc_now()
        own = RealtimePresence.process == self._process
        renewed = sa.update(RealtimePresence).where(own)
        over = RealtimePresence.expires_at < now - 10 * self._lease
        async with self._database.writing() as session, session.begin():
            await session.execute(renewed.values(expires_at=now + self._lease))
            await session.execute(sa.delete(RealtimePresence).where(over))

    async def end(self) -> None:
        """Say that nobody is connected to this process any more."""
        if not self._is_used:
            return
        own = RealtimePresence.process == self._process
        async with self._database.writing() as session, session.begin():
            await session.execute(sa.delete(RealtimePresence).where(own))

    async def people(self, rooms: Collection[int]) -> Mapping[int, People]:
        """Return who is in some rooms."""
        wanted = sa.select(RealtimePresence.room_id, RealtimePresence.account_id).where(
            RealtimePresence.room_id.in_(rooms), RealtimePresence.expires_at > utc_now()
        )
        found: dict[int, set[UUID]] = {each: set() for each in rooms}
        async with self._database.reading() as session:
            for room_id, account in await session.execute(wanted):
                found[room_id].add(account)
        return {room_id: frozenset(people) for room_id, people in found.items()}
