# migrations/versions/0002_change_tags_word.py
"""Change tags.word."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _refuse("rows of tags have no word", "SELECT count(*) FROM tags WHERE word IS NULL")
    with op.batch_alter_table("tags") as batch:
        batch.alter_column("word", existing_type=sa.String(length=20), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("tags") as batch:
        batch.alter_column("word", existing_type=sa.String(length=20), nullable=True)


def _refuse(rows: str, count: str) -> None:
    """Stop, before anything has changed, where rows would not fit."""
    if op.get_context().as_sql:
        return
    found = op.get_bind().execute(sa.text(count)).scalar_one()
    if found:
        raise RuntimeError(f"{found} {rows}.")
