"""The table of categories."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.categories.access import ACCESS
from shop.core.context import utc_now
from shop.core.db.types import UtcDateTime
from shop.core.identifiers import uuid7
from shop.models.base import Base, table_args


class Category(Base):
    __tablename__ = "categories"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(sa.String(100))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    parent: Mapped["Category | None"] = relationship(remote_side=[id], lazy="raise")

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("name", name="uq_categories_name"),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["categories.id"],
            name="fk_categories_parent",
            ondelete="SET NULL",
        ),
        sa.Index("ix_categories_parent_id", "parent_id"),
        sa.Index("ix_categories_created_at", "created_at"),
    )
