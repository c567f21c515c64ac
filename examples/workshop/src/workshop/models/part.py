"""The table of parts."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.core.context import utc_now
from workshop.core.db.types import ExactNumeric, UtcDateTime
from workshop.core.db.words import words_index
from workshop.core.identifiers import uuid7
from workshop.models.base import Base, table_args, versioned_by
from workshop.store.parts.access import ACCESS

if TYPE_CHECKING:
    from workshop.models.supplier import Supplier


class Part(Base):
    __tablename__ = "parts"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str | None] = mapped_column(sa.Text())
    supplier_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    price: Mapped[Decimal] = mapped_column(ExactNumeric(10, 2))
    weight: Mapped[int | None] = mapped_column(sa.Integer())
    stock: Mapped[int] = mapped_column(sa.Integer(), default=0)
    supplier: Mapped["Supplier"] = relationship(lazy="raise")

    version: Mapped[int] = mapped_column(sa.Integer())
    __mapper_args__ = versioned_by(version)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("number", name="uq_parts_number"),
        sa.CheckConstraint("price >= 0", name="ck_parts_price_min"),
        sa.CheckConstraint("weight >= 0", name="ck_parts_weight_min"),
        sa.CheckConstraint("stock >= 0", name="ck_parts_stock_min"),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name="fk_parts_supplier",
            ondelete="RESTRICT",
        ),
        sa.Index("ix_parts_supplier_id", "supplier_id"),
        sa.Index("ix_parts_name", "name"),
        sa.Index("ix_parts_price", "price"),
        sa.Index("ix_parts_weight", "weight"),
        sa.Index("ix_parts_created_at", "created_at"),
        sa.Index(
            "ix_parts_number_prefix",
            "number",
            postgresql_ops={"number": "text_pattern_ops"},
        ),
        words_index(
            "ix_parts_number_name_description_search",
            "english",
            "number",
            "name",
            "description",
        ),
    )
