# migrations/versions/0002_rename_products_stock_to_on_hand_and_8_more.py
"""Rename products.stock to on_hand, and 8 more."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("products", "stock", new_column_name="on_hand")
    op.rename_table("addresses", "delivery_addresses")
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint(
            "product_id",
            "author_id",
            name="uq_reviews_product_id_author_id",
        ),
        sa.CheckConstraint("stars >= 1", name="ck_reviews_stars_min"),
        sa.CheckConstraint("stars <= 5", name="ck_reviews_stars_max"),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name="fk_reviews_product",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["customers.id"],
            name="fk_reviews_author",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_reviews_author_id", "reviews", ["author_id"])
    op.create_index("ix_reviews_stars", "reviews", ["stars"])
    op.create_index("ix_reviews_created_at", "reviews", ["created_at"])
    with op.batch_alter_table("customers") as batch:
        batch.add_column(
            sa.Column("loyalty_number", sa.String(length=24), nullable=True),
        )
        batch.create_unique_constraint(
            "uq_customers_loyalty_number",
            ["loyalty_number"],
        )
    op.add_column(
        "products",
        sa.Column(
            "weight_grams",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("0"),
        ),
    )
    if _is_postgresql():
        op.execute(
            "ALTER TABLE products RENAME CONSTRAINT ck_products_stock_min TO ck_products_on_hand_min",
        )
    with op.batch_alter_table("products") as batch:
        if not _is_postgresql():
            batch.drop_constraint("ck_products_stock_min", type_="check")
            batch.create_check_constraint("ck_products_on_hand_min", "on_hand >= 0")
        batch.alter_column(
            "weight_grams",
            existing_type=sa.Integer(),
            server_default=None,
        )
        batch.alter_column(
            "sku",
            existing_type=sa.String(length=40),
            type_=sa.String(length=64),
            existing_nullable=False,
        )
        batch.create_check_constraint(
            "ck_products_weight_grams_min",
            "weight_grams >= 0",
        )
    if _is_postgresql():
        op.execute(
            "ALTER TABLE delivery_addresses RENAME CONSTRAINT pk_addresses TO pk_delivery_addresses",
        )
        op.execute(
            "ALTER TABLE delivery_addresses RENAME CONSTRAINT uq_addresses_customer_id_label TO uq_delivery_addresses_customer_id_label",
        )
        op.execute(
            "ALTER TABLE delivery_addresses RENAME CONSTRAINT fk_addresses_customer TO fk_delivery_addresses_customer",
        )
    with op.batch_alter_table("delivery_addresses") as batch:
        if not _is_postgresql():
            batch.drop_constraint("pk_addresses", type_="primary")
            batch.create_primary_key("pk_delivery_addresses", ["id"])
            batch.drop_constraint("uq_addresses_customer_id_label", type_="unique")
            batch.create_unique_constraint(
                "uq_delivery_addresses_customer_id_label",
                ["customer_id", "label"],
            )
            batch.drop_constraint("fk_addresses_customer", type_="foreignkey")
            batch.create_foreign_key(
                "fk_delivery_addresses_customer",
                "customers",
                ["customer_id"],
                ["id"],
                ondelete="CASCADE",
            )
        batch.alter_column("label", existing_type=sa.String(length=60), nullable=True)
    with op.batch_alter_table("orders") as batch:
        batch.drop_constraint("ck_orders_status_values", type_="check")
        batch.create_check_constraint(
            "ck_orders_status_values",
            "status IN ('draft', 'placed', 'paid', 'shipped', 'delivered', 'cancelled')",
        )
    with op.batch_alter_table("order_lines") as batch:
        batch.drop_constraint("ck_order_lines_quantity_max", type_="check")
        batch.create_check_constraint("ck_order_lines_quantity_max", "quantity <= 9999")
    if _is_postgresql():
        op.execute("ALTER INDEX ix_addresses_city RENAME TO ix_delivery_addresses_city")
        op.execute(
            "ALTER INDEX ix_addresses_created_at RENAME TO ix_delivery_addresses_created_at",
        )
    else:
        op.drop_index("ix_addresses_city", "delivery_addresses")
        op.create_index("ix_delivery_addresses_city", "delivery_addresses", ["city"])
        op.drop_index("ix_addresses_created_at", "delivery_addresses")
        op.create_index(
            "ix_delivery_addresses_created_at",
            "delivery_addresses",
            ["created_at"],
        )
    op.drop_table("product_tags")
    op.drop_table("tags")


def downgrade() -> None:
    """Bring tags and product_tags back, without what stood there."""
    _refuse(
        "rows of order_lines break the rule quantity <= 999",
        "SELECT count(*) FROM order_lines WHERE NOT (quantity <= 999)",
    )
    _refuse(
        "rows of orders have the status delivered",
        "SELECT count(*) FROM orders WHERE status = 'delivered'",
    )
    _refuse(
        "rows of delivery_addresses have no label",
        "SELECT count(*) FROM delivery_addresses WHERE label IS NULL",
    )
    _refuse(
        "values of sku in products would not fit",
        "SELECT count(*) FROM products WHERE length(sku) > 40",
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("label", name="uq_tags_label"),
    )
    op.create_index("ix_tags_created_at", "tags", ["created_at"])
    op.create_table(
        "product_tags",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", "tag_id", name="pk_product_tags"),
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
    )
    op.create_index("ix_product_tags_tag_id", "product_tags", ["tag_id"])
    if _is_postgresql():
        op.execute(
            "ALTER INDEX ix_delivery_addresses_created_at RENAME TO ix_addresses_created_at",
        )
        op.execute("ALTER INDEX ix_delivery_addresses_city RENAME TO ix_addresses_city")
    else:
        op.drop_index("ix_delivery_addresses_created_at", "delivery_addresses")
        op.create_index("ix_addresses_created_at", "delivery_addresses", ["created_at"])
        op.drop_index("ix_delivery_addresses_city", "delivery_addresses")
        op.create_index("ix_addresses_city", "delivery_addresses", ["city"])
    with op.batch_alter_table("order_lines") as batch:
        batch.drop_constraint("ck_order_lines_quantity_max", type_="check")
        batch.create_check_constraint("ck_order_lines_quantity_max", "quantity <= 999")
    with op.batch_alter_table("orders") as batch:
        batch.drop_constraint("ck_orders_status_values", type_="check")
        batch.create_check_constraint(
            "ck_orders_status_values",
            "status IN ('draft', 'placed', 'paid', 'shipped', 'cancelled')",
        )
    if _is_postgresql():
        op.execute(
            "ALTER TABLE delivery_addresses RENAME CONSTRAINT fk_delivery_addresses_customer TO fk_addresses_customer",
        )
        op.execute(
            "ALTER TABLE delivery_addresses RENAME CONSTRAINT uq_delivery_addresses_customer_id_label TO uq_addresses_customer_id_label",
        )
        op.execute(
            "ALTER TABLE delivery_addresses RENAME CONSTRAINT pk_delivery_addresses TO pk_addresses",
        )
    with op.batch_alter_table("delivery_addresses") as batch:
        if not _is_postgresql():
            batch.drop_constraint("fk_delivery_addresses_customer", type_="foreignkey")
            batch.create_foreign_key(
                "fk_addresses_customer",
                "customers",
                ["customer_id"],
                ["id"],
                ondelete="CASCADE",
            )
            batch.drop_constraint(
                "uq_delivery_addresses_customer_id_label",
                type_="unique",
            )
            batch.create_unique_constraint(
                "uq_addresses_customer_id_label",
                ["customer_id", "label"],
            )
            batch.drop_constraint("pk_delivery_addresses", type_="primary")
            batch.create_primary_key("pk_addresses", ["id"])
        batch.alter_column("label", existing_type=sa.String(length=60), nullable=False)
    if _is_postgresql():
        op.execute(
            "ALTER TABLE products RENAME CONSTRAINT ck_products_on_hand_min TO ck_products_stock_min",
        )
    with op.batch_alter_table("products") as batch:
        if not _is_postgresql():
            batch.drop_constraint("ck_products_on_hand_min", type_="check")
            batch.create_check_constraint("ck_products_stock_min", "on_hand >= 0")
        batch.drop_constraint("ck_products_weight_grams_min", type_="check")
        batch.alter_column(
            "sku",
            existing_type=sa.String(length=64),
            type_=sa.String(length=40),
            existing_nullable=False,
        )
        batch.drop_column("weight_grams")
    with op.batch_alter_table("customers") as batch:
        batch.drop_constraint("uq_customers_loyalty_number", type_="unique")
        batch.drop_column("loyalty_number")
    op.drop_table("reviews")
    op.rename_table("delivery_addresses", "addresses")
    op.alter_column("products", "on_hand", new_column_name="stock")


def _refuse(rows: str, count: str) -> None:
    """Stop, before anything has changed, where rows would not fit."""
    if op.get_context().as_sql:
        return
    found = op.get_bind().execute(sa.text(count)).scalar_one()
    if found:
        raise RuntimeError(f"{found} {rows}.")


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
