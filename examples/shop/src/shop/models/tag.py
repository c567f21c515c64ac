"""The table of tags."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop.catalogue.tags.access import ACCESS
from shop.core.context import utc_now
from shop.core.db.types import UtcDateTime
from shop.core.identifiers import uuid7
from shop.models.base import Base, table_args


class Tag(Base):
    __tablename__ = "tags"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    label: Mapped[str] = mapped_column(sa.String(40))

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("label", name="uq_tags_label"),
        sa.Index("ix_tags_created_at", "created_at"),
    )
