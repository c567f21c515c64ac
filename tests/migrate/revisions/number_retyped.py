# migrations/versions/0002_change_items_amount.py
"""Change items.amount."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.alter_column(
            "amount",
            existing_type=sa.Integer(),
            type_=sa.Numeric(12, 2),
            existing_nullable=False,
        )


def downgrade() -> None:
    _refuse(
        "values of amount in items would not fit",
        "SELECT count(*) FROM items WHERE amount NOT BETWEEN -2147483648 AND 2147483647 OR amount <> round(amount)",
    )
    with op.batch_alter_table("items") as batch:
        batch.alter_column(
            "amount",
            existing_type=sa.Numeric(12, 2),
            type_=sa.Integer(),
            postgresql_using="amount::integer",
            existing_nullable=False,
        )


def _refuse(rows: str, count: str) -> None:
    """Stop, before anything has changed, where rows would not fit."""
    if op.get_context().as_sql:
        return
    found = op.get_bind().execute(sa.text(count)).scalar_one()
    if found:
        raise RuntimeError(f"{found} {rows}.")
