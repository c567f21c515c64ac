"""The table of bicycles."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.core.context import utc_now
from workshop.core.db.enums import enum_type
from workshop.core.db.types import UtcDateTime
from workshop.core.identifiers import uuid7
from workshop.front.bicycles.access import ACCESS
from workshop.models import enums
from workshop.models.base import Base, table_args

if TYPE_CHECKING:
    from workshop.models.customer import Customer


class Bicycle(Base):
    __tablename__ = "bicycles"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    frame_number: Mapped[str] = mapped_column(sa.String(30))
    kind: Mapped[enums.BicycleKind] = mapped_column(
        enum_type(enums.BicycleKind), default=enums.BicycleKind.CITY
    )
    bought_on: Mapped[dt.date | None] = mapped_column(sa.Date())
    customer: Mapped["Customer"] = relationship(back_populates="bicycles", lazy="raise")

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("frame_number", name="uq_bicycles_frame_number"),
        sa.CheckConstraint(
            "kind IN ('city', 'touring', 'racing', 'cargo')",
            name="ck_bicycles_kind_values",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name="fk_bicycles_customer",
            ondelete="CASCADE",
        ),
        sa.Index("ix_bicycles_customer_id", "customer_id"),
        sa.Index("ix_bicycles_bought_on", "bought_on"),
        sa.Index("ix_bicycles_created_at", "created_at"),
    )
