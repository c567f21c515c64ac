# migrations/versions/0002_add_items_weight.py
"""Add items.weight."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "items",
        sa.Column("weight", sa.Integer(), nullable=False, server_default=sa.text("1")),
    )
    with op.batch_alter_table("items") as batch:
        batch.alter_column("weight", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_column("weight")
