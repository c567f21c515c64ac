# migrations/versions/0002_add_items_deleted_at.py
"""Add items.deleted_at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("uq_items_code", type_="unique")
        batch.add_column(
            sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        )
    op.create_index(
        "uq_items_code",
        "items",
        ["code"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
        sqlite_where=sa.text("deleted_at IS NULL"),
    )


def downgrade() -> None:
    _refuse(
        "values of code in items are there more than once",
        "SELECT count(*) FROM (SELECT 1 FROM items WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1) AS twice",
    )
    op.drop_index("uq_items_code", "items")
    with op.batch_alter_table("items") as batch:
        batch.drop_column("deleted_at")
        batch.create_unique_constraint("uq_items_code", ["code"])


def _refuse(rows: str, count: str) -> None:
    """Stop, before anything has changed, where rows would not fit."""
    if op.get_context().as_sql:
        return
    found = op.get_bind().execute(sa.text(count)).scalar_one()
    if found:
        raise RuntimeError(f"{found} {rows}.")
