# migrations/versions/0002_add_item_tags.py
"""Add item_tags."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_tags",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "tag_id", name="pk_item_tags"),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["items.id"],
            name="fk_item_tags_owner",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["tags.id"],
            name="fk_item_tags_item",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_item_tags_tag_id", "item_tags", ["tag_id"])


def downgrade() -> None:
    op.drop_table("item_tags")
