# migrations/versions/0002_rename_boxes_to_crates.py
"""Rename boxes to crates."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.rename_table("boxes", "crates")
    if _is_postgresql():
        op.execute("ALTER TABLE crates RENAME CONSTRAINT pk_boxes TO pk_crates")
        op.execute(
            "ALTER TABLE crates RENAME CONSTRAINT uq_boxes_label TO uq_crates_label",
        )
    with op.batch_alter_table("crates") as batch:
        if not _is_postgresql():
            batch.drop_constraint("pk_boxes", type_="primary")
            batch.create_primary_key("pk_crates", ["id"])
            batch.drop_constraint("uq_boxes_label", type_="unique")
            batch.create_unique_constraint("uq_crates_label", ["label"])
    if _is_postgresql():
        op.execute("ALTER INDEX ix_boxes_created_at RENAME TO ix_crates_created_at")
    else:
        op.drop_index("ix_boxes_created_at", "crates")
        op.create_index("ix_crates_created_at", "crates", ["created_at"])


def downgrade() -> None:
    if _is_postgresql():
        op.execute("ALTER INDEX ix_crates_created_at RENAME TO ix_boxes_created_at")
    else:
        op.drop_index("ix_crates_created_at", "crates")
        op.create_index("ix_boxes_created_at", "crates", ["created_at"])
    if _is_postgresql():
        op.execute(
            "ALTER TABLE crates RENAME CONSTRAINT uq_crates_label TO uq_boxes_label",
        )
        op.execute("ALTER TABLE crates RENAME CONSTRAINT pk_crates TO pk_boxes")
    with op.batch_alter_table("crates") as batch:
        if not _is_postgresql():
            batch.drop_constraint("uq_crates_label", type_="unique")
            batch.create_unique_constraint("uq_boxes_label", ["label"])
            batch.drop_constraint("pk_crates", type_="primary")
            batch.create_primary_key("pk_boxes", ["id"])
    op.rename_table("crates", "boxes")


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
