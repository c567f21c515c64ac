# migrations/versions/0002_rename_values_of_state.py
"""Rename values of State."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("ck_items_state_values", type_="check")
    op.execute("UPDATE items SET state = 'missing' WHERE state = 'lost'")
    with op.batch_alter_table("items") as batch:
        batch.create_check_constraint(
            "ck_items_state_values",
            "state IN ('open', 'shut', 'missing')",
        )


def downgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("ck_items_state_values", type_="check")
    op.execute("UPDATE items SET state = 'lost' WHERE state = 'missing'")
    with op.batch_alter_table("items") as batch:
        batch.create_check_constraint(
            "ck_items_state_values",
            "state IN ('open', 'shut', 'lost')",
        )
