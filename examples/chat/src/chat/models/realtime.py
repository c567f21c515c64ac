"""The tables of rooms: their positions, what was told in them, and who is there."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from chat.core.db.types import UtcDateTime
from chat.models.base import Base, table_args


def _of_room() -> sa.ForeignKey:
    return sa.ForeignKey("realtime_rooms.id", ondelete="CASCADE")


class RealtimeRoom(Base):
    """A room in which something happened, and the position of the last thing."""

    __tablename__ = "realtime_rooms"

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        sa.Identity(),
        primary_key=True,
    )
    channel: Mapped[str] = mapped_column(sa.String(60))
    row_id: Mapped[str] = mapped_column(sa.String(60))
    position: Mapped[int] = mapped_column(sa.BigInteger())

    __table_args__ = table_args(
        sa.UniqueConstraint(
            "channel", "row_id", name="uq_realtime_rooms_channel_row_id"
        ),
    )


class RealtimeEvent(Base):
    """What was told in a room, as long as clients may come back for it."""

    __tablename__ = "realtime_events"

    room_id: Mapped[int] = mapped_column(
        sa.BigInteger(), _of_room(), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(
        sa.BigInteger(), primary_key=True, autoincrement=False
    )
    event_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    name: Mapped[str] = mapped_column(sa.String(60))
    version: Mapped[int] = mapped_column(sa.Integer())
    row_key: Mapped[str] = mapped_column(sa.Text())
    data: Mapped[str] = mapped_column(sa.Text())
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())

    __table_args__ = table_args(
        sa.Index("ix_realtime_events_recorded_at", "recorded_at"),
    )


class RealtimePresence(Base):
    """Somebody in a room, by a process that has to say so again before it expires."""

    __tablename__ = "realtime_presence"

    room_id: Mapped[int] = mapped_column(
        sa.BigInteger(), _of_room(), primary_key=True, autoincrement=False
    )
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True)
    process: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())

    __table_args__ = table_args(sa.Index("ix_realtime_presence_process", "process"))
