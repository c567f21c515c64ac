"""The table of rooms."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chat.core.context import utc_now
from chat.core.db.enums import enum_type
from chat.core.db.types import UtcDateTime
from chat.core.identifiers import uuid7
from chat.models import enums
from chat.models.base import Base, table_args
from chat.rooms.access import ACCESS

if TYPE_CHECKING:
    from chat.models.member import Member
    from chat.models.message import Message


class Room(Base):
    __tablename__ = "rooms"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[enums.RoomKind] = mapped_column(
        enum_type(enums.RoomKind), default=enums.RoomKind.GROUP
    )
    owner_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    members: Mapped[list["Member"]] = relationship(
        back_populates="room",
        lazy="raise",
        passive_deletes="all",
    )
    messages: Mapped[list["Message"]] = relationship(
        back_populates="room",
        lazy="raise",
        passive_deletes="all",
    )

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') <> ''",
            name="ck_rooms_name_not_blank",
        ),
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') = name",
            name="ck_rooms_name_trim",
        ),
        sa.CheckConstraint("kind IN ('direct', 'group')", name="ck_rooms_kind_values"),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["accounts.id"],
            name="fk_rooms_owner",
            ondelete="CASCADE",
        ),
        sa.Index("ix_rooms_owner_id", "owner_id"),
        sa.Index("ix_rooms_name", "name"),
        sa.Index("ix_rooms_created_at", "created_at"),
    )
