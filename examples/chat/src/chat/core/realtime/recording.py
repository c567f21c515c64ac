"""Events get their positions in rooms at the end of the transaction that records them.

A transaction holds the counter of a room from then until its commit. So positions stand in the
order of commits: whoever has read one finds nothing new before it, and a rollback leaves none out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, SessionTransaction

from chat.core.context import utc_now

from .channel import registry, rooms_of
from .signals import CHANNEL, committed, told_up_to

NOTED = "realtime_noted"
"""Where a session has what it is going to tell at its commit."""

_MARKS, _TOLD = "realtime_marks", "realtime_told"


@dataclass(frozen=True, slots=True)
class Noted:
    """An event that is to be told in a room."""

    channel: str
    row_id: str
    event_id: UUID
    name: str
    version: int
    row_key: str
    data: str


def note(session: Session, row: Any, recorded: Mapping[str, Any]) -> None:
    """Remember an event that a transaction records, until its end."""
    for channel, attribute in rooms_of(recorded["name"]):
        room = getattr(row, attribute)
        if room is not None:
            session.info.setdefault(NOTED, []).append(
                Noted(
                    channel=channel.name,
                    row_id=str(room),
                    event_id=recorded["id"],
                    name=recorded["name"],
                    version=recorded["version"],
                    row_key=recorded["aggregate_id"],
                    data=recorded["data"],
                )
            )


@sa.event.listens_for(Session, "after_transaction_create")
def _begun(session: Session, transaction: SessionTransaction) -> None:
    """Remember what had been noted before a savepoint."""
    if transaction.nested:
        marks = session.info.setdefault(_MARKS, WeakKeyDictionary())
        marks[transaction] = len(session.info.get(NOTED, ()))


@sa.event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, transaction: SessionTransaction) -> None:
    """Forget what was noted since the savepoint, or all of it."""
    mark = session.info.get(_MARKS, {}).get(transaction, 0)
    del session.info.get(NOTED, [])[mark:]


@sa.event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    """Give what was noted its positions."""
    if session.in_nested_transaction():
        return  # a savepoint, after which there may be more
    session.flush()  # what that writes is told of, too
    noted: list[Noted] = session.info.pop(NOTED, [])
    if noted:
        session.info[_TOLD] = [*_numbered(session.connection(), noted)]


@sa.event.listens_for(Session, "after_commit")
def _after_commit(session: Session) -> None:
    """Tell this process; PostgreSQL tells all others."""
    for signal in session.info.pop(_TOLD, ()):
        committed(signal)


def _numbered(connection: sa.Connection, noted: Iterable[Noted]) -> Iterator[str]:
    """Store events with their positions; yield what processes are told of each room.

    Every transaction takes its rooms in the same order, so that no two wait for each other.
    """
    rooms: dict[tuple[str, str], list[Noted]] = {}
    for each in noted:
        rooms.setdefault((each.channel, each.row_id), []).append(each)
    counting = _counting(connection.dialect.name)
    now = utc_now()
    for (channel, row_id), told in sorted(rooms.items()):
        values = {"channel": channel, "row_id": row_id, "count": len(told)}
        room_id, last, *_ = connection.execute(counting, values).one()
        first = last - len(told) + 1
        rows = [
            {
                "room_id": room_id,
                "position": position,
                "event_id": each.event_id,
                "name": each.name,
                "version": each.version,
                "row_key": each.row_key,
                "data": each.data,
                "recorded_at": now,
            }
            for position, each in enumerate(told, first)
        ]
        connection.execute(sa.insert(registry().events), rows)
        yield told_up_to(room_id, last)


@lru_cache(8)
def _counting(dialect: str) -> Any:
    """Return what counts some events in a room, which it holds until the commit."""
    rooms, count = registry().rooms, sa.bindparam("count", type_=sa.BigInteger())
    insert: Any = postgresql_insert if dialect == "postgresql" else sqlite_insert
    new = insert(rooms).values(
        channel=sa.bindparam("channel"), row_id=sa.bindparam("row_id"), position=count
    )
    counted = new.on_conflict_do_update(
        index_elements=["channel", "row_id"],
        set_={"position": rooms.c.position + count},
    )
    counted = counted.returning(rooms.c.id, rooms.c.position)
    if dialect == "postgresql":  # within the same statement: a second one would cost
        signal = sa.func.concat(rooms.c.id, ":", rooms.c.position)
        counted = counted.returning(sa.func.pg_notify(CHANNEL, signal))
    return counted
