"""The table of orders."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.codes import code_of
from shop.core.context import utc_now
from shop.core.db.enums import enum_type
from shop.core.db.types import ExactNumeric, UtcDateTime
from shop.core.identifiers import uuid7
from shop.models import enums
from shop.models.base import Base, table_args
from shop.sales.orders.access import ACCESS

if TYPE_CHECKING:
    from shop.models.address import Address
    from shop.models.customer import Customer
    from shop.models.order_line import OrderLine


class Order(Base):
    __tablename__ = "orders"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(sa.String(20), default=code_of(20))
    customer_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    ship_to_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    status: Mapped[enums.OrderStatus] = mapped_column(
        enum_type(enums.OrderStatus), default=enums.OrderStatus.DRAFT
    )
    total: Mapped[Decimal] = mapped_column(ExactNumeric(12, 2), default=Decimal("0.00"))
    placed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    customer: Mapped["Customer"] = relationship(lazy="raise")
    ship_to: Mapped["Address | None"] = relationship(lazy="raise")
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order",
        lazy="raise",
        passive_deletes="all",
    )

    created_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    updated_by_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("number", name="uq_orders_number"),
        sa.CheckConstraint(
            "status IN ('draft', 'placed', 'paid', 'shipped', 'cancelled')",
            name="ck_orders_status_values",
        ),
        sa.CheckConstraint("total >= 0", name="ck_orders_total_min"),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name="fk_orders_created_by",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"],
            ["accounts.id"],
            name="fk_orders_updated_by",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name="fk_orders_customer",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["ship_to_id"],
            ["addresses.id"],
            name="fk_orders_ship_to",
            ondelete="SET NULL",
        ),
        sa.Index("ix_orders_customer_id", "customer_id"),
        sa.Index("ix_orders_ship_to_id", "ship_to_id"),
        sa.Index("ix_orders_created_by_id", "created_by_id"),
        sa.Index("ix_orders_updated_by_id", "updated_by_id"),
        sa.Index("ix_orders_total", "total"),
        sa.Index("ix_orders_placed_at", "placed_at"),
        sa.Index("ix_orders_created_at", "created_at"),
    )
