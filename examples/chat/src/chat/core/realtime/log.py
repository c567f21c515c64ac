"""What was told in rooms, by position; it is kept for a while, so that clients can go on."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from chat.core.db.database import Database
from chat.models.realtime import RealtimeEvent, RealtimeRoom

_SWEPT_AT_ONCE = 5000


class Log:
    """Reads on from a position, and forgets what is too old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def room(self, channel: str, row_id: str) -> tuple[int, int]:
        """Return the number of a room, and the position of what was told there last."""
        at = (RealtimeRoom.channel == channel, RealtimeRoom.row_id == row_id)
        wanted = sa.select(RealtimeRoom.id, RealtimeRoom.position).where(*at)
        async with self._database.reading() as session:
            found = (await session.execute(wanted)).one_or_none()
        if found is None:
            await self._begin(channel, row_id)
            async with self._database.reading() as session:
                found = (await session.execute(wanted)).one()
        return found.id, found.position

    async def _begin(self, channel: str, row_id: str) -> None:
        values = {"channel": channel, "row_id": row_id, "position": 0}
        row = (sa.literal(each) for each in values.values())
        is_there = sa.exists().where(
            RealtimeRoom.channel == channel, RealtimeRoom.row_id == row_id
        )
        begun = sa.insert(RealtimeRoom).from_select(
            [*values], sa.select(*row).where(~is_there)
        )
        try:
            async with self._database.writing() as session, session.begin():
                await session.execute(begun)
        except sa.exc.IntegrityError:
            pass  # somebody else has begun it in this moment

    async def after(
        self, room_id: int, position: int, most: int
    ) -> Sequence[RealtimeEvent]:
        """Return what was told in a room after a position, in its order."""
        wanted = (
            sa.select(RealtimeEvent)
            .where(RealtimeEvent.room_id == room_id, RealtimeEvent.position > position)
            .order_by(RealtimeEvent.position)
            .limit(most)
        )
        async with self._database.reading() as session:
            return (await session.scalars(wanted)).all()

    async def has_all_after(self, room_id: int, position: int, last: int) -> bool:
        """Tell whether all that was told after a position is kept."""
        if position >= last:
            return position == last
        next_ = sa.select(RealtimeEvent.position).where(
            RealtimeEvent.room_id == room_id, RealtimeEvent.position == position + 1
        )
        async with self._database.reading() as session:
            return await session.scalar(next_) is not None

    async def positions(self, rooms: Collection[int]) -> Mapping[int, int]:
        """Return how far rooms are, by their numbers."""
        wanted = sa.select(RealtimeRoom.id, RealtimeRoom.position)
        async with self._database.reading() as session:
            found = await session.execute(wanted.where(RealtimeRoom.id.in_(rooms)))
            return {row.id: row.position for row in found}

    async def sweep(self, before: dt.datetime) -> int:
        """Forget what was told before a moment, and all before that; return how much it was."""
        later = aliased(RealtimeEvent)
        is_old = sa.exists().where(
            later.room_id == RealtimeEvent.room_id,
            later.position >= RealtimeEvent.position,
            later.recorded_at < before,
        )
        key = (RealtimeEvent.room_id, RealtimeEvent.position)
        old = sa.select(*key).where(is_old).order_by(*key).limit(_SWEPT_AT_ONCE)
        async with self._database.writing() as session, session.begin():
            rows = [tuple(row) for row in await session.execute(old)]
            if rows:
                gone = sa.delete(RealtimeEvent).where(sa.tuple_(*key).in_(rows))
                await session.execute(gone)
        return len(rows)
