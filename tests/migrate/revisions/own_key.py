# migrations/versions/0002_remove_items_id.py
"""Remove items.id."""

import uuid
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("pk_items", type_="primary")
        batch.drop_constraint("uq_items_code", type_="unique")
        batch.drop_column("id")
        batch.create_primary_key("pk_items", ["code"])


def downgrade() -> None:
    """Bring items.id back, without what stood there."""
    op.add_column("items", sa.Column("id", sa.Uuid(), nullable=True))
    _fill_each(
        sa.table(
            "items",
            sa.column("code", sa.String(length=20)),
            sa.column("id", sa.Uuid()),
        ),
        "id",
        uuid.uuid4,
    )
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("pk_items", type_="primary")
        batch.alter_column("id", existing_type=sa.Uuid(), nullable=False)
        batch.create_unique_constraint("uq_items_code", ["code"])
        batch.create_primary_key("pk_items", ["id"])


def _fill_each(rows: sa.TableClause, column: str, make: Callable[[], object]) -> None:
    """Give each row that has no value one of its own, a thousand rows at a time."""
    key = [each for each in rows.c if each.name != column]
    one = [each == sa.bindparam(f"key_{each.name}") for each in key]
    update = rows.update().where(*one).values({column: sa.bindparam("made")})
    connection = op.get_bind()
    found = connection.execute(sa.select(*key).where(rows.c[column].is_(None))).all()
    for start in range(0, len(found), 1000):
        values = [
            {f"key_{each.name}": part for each, part in zip(key, row, strict=True)}
            | {"made": make()}
            for row in found[start : start + 1000]
        ]
        connection.execute(update, values)
