"""The table of products."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.products.access import ACCESS
from shop.catalogue.products.cache import CACHE
from shop.core.context import utc_now
from shop.core.db.json_columns import json_type
from shop.core.db.soft_delete import NotDeleted
from shop.core.db.types import ExactNumeric, UtcDateTime
from shop.core.identifiers import uuid7
from shop.models.base import Base, table_args, versioned_by

if TYPE_CHECKING:
    from shop.models.category import Category
    from shop.models.tag import Tag

product_tags = sa.Table(
    "product_tags",
    Base.metadata,
    sa.Column("product_id", sa.Uuid(), primary_key=True),
    sa.Column("tag_id", sa.Uuid(), primary_key=True),
    sa.ForeignKeyConstraint(
        ["product_id"],
        ["products.id"],
        name="fk_product_tags_owner",
        ondelete="CASCADE",
    ),
    sa.ForeignKeyConstraint(
        ["tag_id"],
        ["tags.id"],
        name="fk_product_tags_item",
        ondelete="CASCADE",
    ),
    sa.Index("ix_product_tags_tag_id", "tag_id"),
)


class Product(Base):
    __tablename__ = "products"
    __scope__ = (NotDeleted(),)
    __access__ = ACCESS
    __cache__ = CACHE

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    sku: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str | None] = mapped_column(sa.Text())
    price: Mapped[Decimal] = mapped_column(ExactNumeric(12, 2))
    stock: Mapped[int] = mapped_column(sa.Integer(), default=0)
    active: Mapped[bool] = mapped_column(sa.Boolean(), default=True)
    attributes: Mapped[Any | None] = mapped_column(json_type(), nullable=True)
    category_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    category: Mapped["Category"] = relationship(lazy="raise")
    tags: Mapped[list["Tag"]] = relationship(secondary=product_tags, lazy="raise")

    @property
    def tag_ids(self) -> list[uuid.UUID]:
        return [each.id for each in self.tags]

    version: Mapped[int] = mapped_column(sa.Integer())
    __mapper_args__ = versioned_by(version)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.CheckConstraint("price >= 0", name="ck_products_price_min"),
        sa.CheckConstraint("stock >= 0", name="ck_products_stock_min"),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name="fk_products_category",
            ondelete="RESTRICT",
        ),
        sa.Index(
            "uq_products_sku",
            "sku",
            unique=True,
            postgresql_where=sa.text("deleted_at IS NULL"),
            sqlite_where=sa.text("deleted_at IS NULL"),
        ),
        sa.Index("ix_products_category_id_price", "category_id", "price"),
        sa.Index(
            "ix_products_name_partial",
            "name",
            postgresql_where=sa.text("active"),
            sqlite_where=sa.text("active"),
        ),
        sa.Index("ix_products_name", "name"),
        sa.Index("ix_products_price", "price"),
        sa.Index("ix_products_created_at", "created_at"),
    )
