# migrations/versions/0002_add_orders_placed_at.py
"""Add orders.placed_at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("orders") as batch:
        batch.add_column(
            sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        )


def downgrade() -> None:
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("placed_at")


# migrations/versions/0003_index_orders_by_placed_at.py
"""Index orders by placed_at."""


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # An interrupted build leaves an index that is not valid.
    with op.get_context().autocommit_block():
        op.drop_index(
            "ix_orders_placed_at",
            "orders",
            postgresql_concurrently=True,
            if_exists=True,
        )
        op.create_index(
            "ix_orders_placed_at",
            "orders",
            ["placed_at"],
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index("ix_orders_placed_at", "orders")
