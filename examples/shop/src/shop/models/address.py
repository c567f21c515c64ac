"""The table of addresses."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.context import utc_now
from shop.core.db.types import UtcDateTime
from shop.core.identifiers import uuid7
from shop.models.base import Base, table_args
from shop.sales.addresses.access import ACCESS

if TYPE_CHECKING:
    from shop.models.customer import Customer


class Address(Base):
    __tablename__ = "addresses"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    label: Mapped[str] = mapped_column(sa.String(60))
    street: Mapped[str] = mapped_column(sa.String(200))
    city: Mapped[str] = mapped_column(sa.String(100))
    postal_code: Mapped[str] = mapped_column(sa.String(20))
    country: Mapped[str] = mapped_column(sa.String(2))
    customer: Mapped["Customer"] = relationship(lazy="raise")

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint(
            "customer_id",
            "label",
            name="uq_addresses_customer_id_label",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name="fk_addresses_customer",
            ondelete="CASCADE",
        ),
        sa.Index("ix_addresses_city", "city"),
        sa.Index("ix_addresses_created_at", "created_at"),
    )
