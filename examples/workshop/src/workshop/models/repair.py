"""The table of repairs."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.core.context import utc_now
from workshop.core.db.enums import enum_type
from workshop.core.db.soft_delete import NotDeleted
from workshop.core.db.types import UtcDateTime
from workshop.core.identifiers import uuid7
from workshop.front.repairs.access import ACCESS
from workshop.models import enums
from workshop.models.base import Base, table_args, versioned_by

if TYPE_CHECKING:
    from workshop.models.bicycle import Bicycle
    from workshop.models.job import Job


class Repair(Base):
    __tablename__ = "repairs"
    __scope__ = (NotDeleted(),)
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(sa.String(20))
    bicycle_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    status: Mapped[enums.RepairStatus] = mapped_column(
        enum_type(enums.RepairStatus), default=enums.RepairStatus.TAKEN_IN
    )
    wish: Mapped[str] = mapped_column(sa.Text())
    ready_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    bicycle: Mapped["Bicycle"] = relationship(lazy="raise")
    jobs: Mapped[list["Job"]] = relationship(
        back_populates="repair",
        lazy="raise",
        passive_deletes="all",
    )

    version: Mapped[int] = mapped_column(sa.Integer())
    __mapper_args__ = versioned_by(version)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    updated_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.CheckConstraint(
            "status IN ('taken_in', 'under_way', 'ready', 'collected')",
            name="ck_repairs_status_values",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name="fk_repairs_created_by",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"],
            ["accounts.id"],
            name="fk_repairs_updated_by",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["bicycle_id"],
            ["bicycles.id"],
            name="fk_repairs_bicycle",
            ondelete="RESTRICT",
        ),
        sa.Index(
            "uq_repairs_number",
            "number",
            unique=True,
            postgresql_where=sa.text("deleted_at IS NULL"),
            sqlite_where=sa.text("deleted_at IS NULL"),
        ),
        sa.Index("ix_repairs_bicycle_id", "bicycle_id"),
        sa.Index("ix_repairs_created_by_id", "created_by_id"),
        sa.Index("ix_repairs_updated_by_id", "updated_by_id"),
        sa.Index("ix_repairs_ready_at", "ready_at"),
        sa.Index("ix_repairs_created_at", "created_at"),
        sa.Index(
            "ix_repairs_ready_at_number_order",
            ready_at.desc().nulls_last(),
            "number",
        ),
    )
