# migrations/versions/0002_change_the_rules_of_items.py
"""Change the rules of items."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _refuse(
        "rows of items have the state found",
        "SELECT count(*) FROM items WHERE state = 'found'",
    )
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("ck_items_state_values", type_="check")
        batch.create_check_constraint(
            "ck_items_state_values",
            "state IN ('open', 'shut', 'lost')",
        )


def downgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("ck_items_state_values", type_="check")
        batch.create_check_constraint(
            "ck_items_state_values",
            "state IN ('open', 'shut', 'lost', 'found')",
        )


def _refuse(rows: str, count: str) -> None:
    """Stop, before anything has changed, where rows would not fit."""
    if op.get_context().as_sql:
        return
    found = op.get_bind().execute(sa.text(count)).scalar_one()
    if found:
        raise RuntimeError(f"{found} {rows}.")
