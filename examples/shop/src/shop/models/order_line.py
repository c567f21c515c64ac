"""The table of order lines."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.context import utc_now
from shop.core.db.types import ExactNumeric, UtcDateTime
from shop.core.identifiers import uuid7
from shop.models.base import Base, table_args
from shop.sales.order_lines.access import ACCESS

if TYPE_CHECKING:
    from shop.models.order import Order
    from shop.models.product import Product


class OrderLine(Base):
    __tablename__ = "order_lines"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    order_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    product_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    quantity: Mapped[int] = mapped_column(sa.Integer())
    unit_price: Mapped[Decimal] = mapped_column(ExactNumeric(12, 2))
    order: Mapped["Order"] = relationship(back_populates="lines", lazy="raise")
    product: Mapped["Product"] = relationship(lazy="raise")

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint(
            "order_id",
            "product_id",
            name="uq_order_lines_order_id_product_id",
        ),
        sa.CheckConstraint("quantity >= 1", name="ck_order_lines_quantity_min"),
        sa.CheckConstraint("quantity <= 999", name="ck_order_lines_quantity_max"),
        sa.CheckConstraint("unit_price >= 0", name="ck_order_lines_unit_price_min"),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
            name="fk_order_lines_order",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name="fk_order_lines_product",
            ondelete="RESTRICT",
        ),
        sa.Index("ix_order_lines_product_id", "product_id"),
        sa.Index("ix_order_lines_created_at", "created_at"),
    )
