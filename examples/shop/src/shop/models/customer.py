"""The table of customers."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.context import utc_now
from shop.core.db.encrypted import Encrypted, SealedText
from shop.core.db.types import UtcDateTime
from shop.core.identifiers import uuid7
from shop.models.base import Base, table_args
from shop.sales.customers.access import ACCESS


class Customer(Base):
    __tablename__ = "customers"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(sa.String(254))
    full_name: Mapped[str] = mapped_column(sa.String(200))
    _phone: Mapped[Any] = mapped_column("phone", SealedText(), nullable=True)
    phone = Encrypted[str | None]("customers.phone", str)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("email", name="uq_customers_email"),
        sa.UniqueConstraint("account_id", name="uq_customers_account_id"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_customers_account",
            ondelete="RESTRICT",
        ),
        sa.Index("ix_customers_full_name", "full_name"),
        sa.Index("ix_customers_created_at", "created_at"),
    )
