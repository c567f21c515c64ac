"""The table of customers."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.core.context import utc_now
from workshop.core.db.engines import ByEngine
from workshop.core.db.types import UtcDateTime
from workshop.core.identifiers import uuid7
from workshop.front.customers.access import ACCESS
from workshop.models.base import Base, table_args

if TYPE_CHECKING:
    from workshop.models.bicycle import Bicycle


class Customer(Base):
    __tablename__ = "customers"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    full_name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str] = mapped_column(sa.String(254))
    account_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    bicycles: Mapped[list["Bicycle"]] = relationship(
        back_populates="customer",
        lazy="raise",
        passive_deletes="all",
    )

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("email", name="uq_customers_email"),
        sa.UniqueConstraint("account_id", name="uq_customers_account_id"),
        sa.CheckConstraint(
            ByEngine('lower(email COLLATE "C") = email', "lower(email) = email"),
            name="ck_customers_email_lower",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_customers_account",
            ondelete="SET NULL",
        ),
        sa.Index("ix_customers_full_name", "full_name"),
        sa.Index("ix_customers_created_at", "created_at"),
    )
