"""The table of messages."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chat.core.context import utc_now
from chat.core.db.file_columns import FileColumn, StoredFile
from chat.core.db.types import UtcDateTime
from chat.core.db.words import words_index
from chat.core.identifiers import uuid7
from chat.messages.access import ACCESS
from chat.models.base import Base, table_args

if TYPE_CHECKING:
    from chat.models.room import Room


class Message(Base):
    __tablename__ = "messages"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    room_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    author_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    text: Mapped[str] = mapped_column(sa.Text())
    picture: Mapped[StoredFile | None] = mapped_column(FileColumn())
    sent_as: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    room: Mapped["Room"] = relationship(back_populates="messages", lazy="raise")

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint(
            "author_id",
            "sent_as",
            name="uq_messages_author_id_sent_as",
        ),
        sa.CheckConstraint(
            "trim(text, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') <> ''",
            name="ck_messages_text_not_blank",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["accounts.id"],
            name="fk_messages_author",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["rooms.id"],
            name="fk_messages_room",
            ondelete="CASCADE",
        ),
        sa.Index("ix_messages_room_id", "room_id"),
        sa.Index("ix_messages_created_at", "created_at"),
        words_index("ix_messages_text_search", "english", "text"),
    )
