# migrations/versions/0002_change_the_rules_of_items.py
"""Change the rules of items."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("fk_items_box", type_="foreignkey")
        batch.create_foreign_key(
            "fk_items_box",
            "boxes",
            ["box_id"],
            ["id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("fk_items_box", type_="foreignkey")
        batch.create_foreign_key(
            "fk_items_box",
            "boxes",
            ["box_id"],
            ["id"],
            ondelete="SET NULL",
        )
