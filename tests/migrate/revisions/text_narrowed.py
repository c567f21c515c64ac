# migrations/versions/0002_change_boxes_label.py
"""Change boxes.label."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _refuse(
        "values of label in boxes would not fit",
        "SELECT count(*) FROM boxes WHERE length(label) > 40",
    )
    with op.batch_alter_table("boxes") as batch:
        batch.alter_column(
            "label",
            existing_type=sa.String(length=64),
            type_=sa.String(length=40),
            existing_nullable=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("boxes") as batch:
        batch.alter_column(
            "label",
            existing_type=sa.String(length=40),
            type_=sa.String(length=64),
            existing_nullable=False,
        )


def _refuse(rows: str, count: str) -> None:
    """Stop, before anything has changed, where rows would not fit."""
    if op.get_context().as_sql:
        return
    found = op.get_bind().execute(sa.text(count)).scalar_one()
    if found:
        raise RuntimeError(f"{found} {rows}.")
