"""The table of jobs."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.core.context import utc_now
from workshop.core.db.soft_delete import NotDeleted
from workshop.core.db.types import ExactNumeric, UtcDateTime
from workshop.core.identifiers import uuid7
from workshop.front.jobs.access import ACCESS
from workshop.models.base import Base, table_args

if TYPE_CHECKING:
    from workshop.models.part import Part
    from workshop.models.repair import Repair


class Job(Base):
    __tablename__ = "jobs"
    __scope__ = (NotDeleted(),)
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    repair_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    part_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    text: Mapped[str] = mapped_column(sa.String(200))
    price: Mapped[Decimal] = mapped_column(ExactNumeric(10, 2))
    repair: Mapped["Repair"] = relationship(back_populates="jobs", lazy="raise")
    part: Mapped["Part | None"] = relationship(lazy="raise")

    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.CheckConstraint("price >= 0", name="ck_jobs_price_min"),
        sa.ForeignKeyConstraint(
            ["repair_id"],
            ["repairs.id"],
            name="fk_jobs_repair",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["parts.id"],
            name="fk_jobs_part",
            ondelete="RESTRICT",
        ),
        sa.Index("ix_jobs_repair_id", "repair_id"),
        sa.Index("ix_jobs_part_id", "part_id"),
        sa.Index("ix_jobs_created_at", "created_at"),
    )
