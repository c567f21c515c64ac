"""The table of members."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chat.core.context import utc_now
from chat.core.db.types import UtcDateTime
from chat.core.identifiers import uuid7
from chat.members.access import ACCESS
from chat.models.base import Base, table_args

if TYPE_CHECKING:
    from chat.models.room import Room


class Member(Base):
    __tablename__ = "members"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    room_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    room: Mapped["Room"] = relationship(back_populates="members", lazy="raise")

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint(
            "room_id",
            "account_id",
            name="uq_members_room_id_account_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_members_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["rooms.id"],
            name="fk_members_room",
            ondelete="CASCADE",
        ),
        sa.Index("ix_members_account_id", "account_id"),
        sa.Index("ix_members_created_at", "created_at"),
    )
