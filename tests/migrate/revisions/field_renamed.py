# migrations/versions/0002_rename_items_amount_to_quantity.py
"""Rename items.amount to quantity."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("items", "amount", new_column_name="quantity")


def downgrade() -> None:
    op.alter_column("items", "quantity", new_column_name="amount")
