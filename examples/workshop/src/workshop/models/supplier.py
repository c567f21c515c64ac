"""The table of suppliers."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workshop.core.context import utc_now
from workshop.core.db.types import UtcDateTime
from workshop.core.identifiers import uuid7
from workshop.models.base import Base, table_args
from workshop.store.suppliers.access import ACCESS


class Supplier(Base):
    __tablename__ = "suppliers"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(sa.String(100))
    country: Mapped[str] = mapped_column(sa.String(2))

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("name", name="uq_suppliers_name"),
        sa.Index("ix_suppliers_country", "country"),
        sa.Index("ix_suppliers_created_at", "created_at"),
    )
