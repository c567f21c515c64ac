"""The table of notifications."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chat.core.context import utc_now
from chat.core.db.types import UtcDateTime
from chat.core.identifiers import uuid7
from chat.models.base import Base, table_args
from chat.notifications.access import ACCESS

if TYPE_CHECKING:
    from chat.models.message import Message
    from chat.models.room import Room


class Notification(Base):
    __tablename__ = "notifications"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    message_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    room_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    message: Mapped["Message"] = relationship(lazy="raise")
    room: Mapped["Room"] = relationship(lazy="raise")

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint(
            "account_id",
            "message_id",
            name="uq_notifications_account_id_message_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_notifications_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name="fk_notifications_message",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["rooms.id"],
            name="fk_notifications_room",
            ondelete="CASCADE",
        ),
        sa.Index("ix_notifications_message_id", "message_id"),
        sa.Index("ix_notifications_room_id", "room_id"),
        sa.Index("ix_notifications_created_at", "created_at"),
    )
