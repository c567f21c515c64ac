"""The table of notes."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from notes.core.context import utc_now
from notes.core.db.types import UtcDateTime
from notes.core.identifiers import uuid7
from notes.models.base import Base, table_args


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    title: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str | None] = mapped_column(sa.Text())
    pinned: Mapped[bool] = mapped_column(sa.Boolean(), default=False)

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.Index("ix_notes_title", "title"),
        sa.Index("ix_notes_created_at", "created_at"),
    )
