# migrations/versions/0002_add_items_created_at_and_1_more.py
"""Add items.created_at, and 1 more."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "items",
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
    )
    _fill(
        sa.table("items", sa.column("created_at", sa.DateTime(timezone=True))),
        "created_at",
        dt.datetime.now(dt.UTC),
    )
    op.add_column(
        "items",
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
    )
    _fill(
        sa.table("items", sa.column("updated_at", sa.DateTime(timezone=True))),
        "updated_at",
        dt.datetime.now(dt.UTC),
    )
    with op.batch_alter_table("items") as batch:
        batch.alter_column(
            "created_at",
            existing_type=sa.DateTime(timezone=True),
            nullable=False,
        )
        batch.alter_column(
            "updated_at",
            existing_type=sa.DateTime(timezone=True),
            nullable=False,
        )
    op.create_index("ix_items_created_at", "items", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_items_created_at", "items")
    with op.batch_alter_table("items") as batch:
        batch.drop_column("updated_at")
        batch.drop_column("created_at")


def _fill(rows: sa.TableClause, column: str, value: object) -> None:
    """Give a value to all rows that have none."""
    op.execute(rows.update().where(rows.c[column].is_(None)).values({column: value}))
