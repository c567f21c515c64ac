"""The tables that the design began with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("issuer", sa.String(length=255), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
        sa.UniqueConstraint("issuer", "subject", name="uq_accounts_issuer_subject"),
    )
    op.create_table(
        "account_roles",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "role", name="pk_account_roles"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_account_roles_account",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "account_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_sessions"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_account_sessions_account",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_account_sessions_account_id",
        "account_sessions",
        ["account_id"],
    )
    op.create_table(
        "account_refresh_tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash", name="pk_account_refresh_tokens"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["account_sessions.id"],
            name="fk_account_refresh_tokens_session",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_account_refresh_tokens_session_id",
        "account_refresh_tokens",
        ["session_id"],
    )
    op.create_table(
        "account_mail_tokens",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash", name="pk_account_mail_tokens"),
    )
    op.create_index("ix_account_mail_tokens_email", "account_mail_tokens", ["email"])
    op.create_table(
        "idempotency_keys",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_idempotency_keys"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_idempotency_keys_account",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_idempotency_keys_account_id",
        "idempotency_keys",
        ["account_id"],
    )
    op.create_index(
        "ix_idempotency_keys_expires_at",
        "idempotency_keys",
        ["expires_at"],
    )
    op.create_table(
        "suppliers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suppliers"),
        sa.UniqueConstraint("name", name="uq_suppliers_name"),
    )
    op.create_index("ix_suppliers_country", "suppliers", ["country"])
    op.create_index("ix_suppliers_created_at", "suppliers", ["created_at"])
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("email", name="uq_customers_email"),
        sa.UniqueConstraint("account_id", name="uq_customers_account_id"),
        sa.CheckConstraint(
            _by_engine('lower(email COLLATE "C") = email', "lower(email) = email"),
            name="ck_customers_email_lower",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_customers_account",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_customers_full_name", "customers", ["full_name"])
    op.create_index("ix_customers_created_at", "customers", ["created_at"])
    op.create_table(
        "parts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("stock", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parts"),
        sa.UniqueConstraint("number", name="uq_parts_number"),
        sa.CheckConstraint("price >= 0", name="ck_parts_price_min"),
        sa.CheckConstraint("weight >= 0", name="ck_parts_weight_min"),
        sa.CheckConstraint("stock >= 0", name="ck_parts_stock_min"),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["suppliers.id"],
            name="fk_parts_supplier",
            ondelete="RESTRICT",
        ),
    )
    op.create_index("ix_parts_supplier_id", "parts", ["supplier_id"])
    op.create_index("ix_parts_name", "parts", ["name"])
    op.create_index("ix_parts_price", "parts", ["price"])
    op.create_index("ix_parts_weight", "parts", ["weight"])
    op.create_index("ix_parts_created_at", "parts", ["created_at"])
    op.create_index(
        "ix_parts_number_prefix",
        "parts",
        ["number"],
        postgresql_ops={"number": "text_pattern_ops"},
    )
    _index_words(
        "ix_parts_number_name_description_search",
        "parts",
        "english",
        ["number", "name", "description"],
    )
    op.create_table(
        "bicycles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("frame_number", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=60),
            nullable=False,
            server_default=sa.text("'city'"),
        ),
        sa.Column("bought_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bicycles"),
        sa.UniqueConstraint("frame_number", name="uq_bicycles_frame_number"),
        sa.CheckConstraint(
            "kind IN ('city', 'touring', 'racing', 'cargo')",
            name="ck_bicycles_kind_values",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name="fk_bicycles_customer",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_bicycles_customer_id", "bicycles", ["customer_id"])
    op.create_index("ix_bicycles_bought_on", "bicycles", ["bought_on"])
    op.create_index("ix_bicycles_created_at", "bicycles", ["created_at"])
    op.create_table(
        "repairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("bicycle_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.String(length=60),
            nullable=False,
            server_default=sa.text("'taken_in'"),
        ),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("updated_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_repairs"),
        sa.CheckConstraint(
            "status IN ('taken_in', 'under_way', 'ready', 'collected')",
            name="ck_repairs_status_values",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name="fk_repairs_created_by",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"],
            ["accounts.id"],
            name="fk_repairs_updated_by",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["bicycle_id"],
            ["bicycles.id"],
            name="fk_repairs_bicycle",
            ondelete="RESTRICT",
        ),
    )
    op.create_index(
        "uq_repairs_number",
        "repairs",
        ["number"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
        sqlite_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index("ix_repairs_bicycle_id", "repairs", ["bicycle_id"])
    op.create_index("ix_repairs_created_by_id", "repairs", ["created_by_id"])
    op.create_index("ix_repairs_updated_by_id", "repairs", ["updated_by_id"])
    op.create_index("ix_repairs_ready_at", "repairs", ["ready_at"])
    op.create_index("ix_repairs_created_at", "repairs", ["created_at"])
    op.create_index(
        "ix_repairs_ready_at_number_order",
        "repairs",
        [_by_engine("ready_at DESC NULLS LAST", "ready_at DESC"), "number"],
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("repair_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.CheckConstraint("price >= 0", name="ck_jobs_price_min"),
        sa.ForeignKeyConstraint(
            ["repair_id"],
            ["repairs.id"],
            name="fk_jobs_repair",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["parts.id"],
            name="fk_jobs_part",
            ondelete="RESTRICT",
        ),
    )
    op.create_index("ix_jobs_repair_id", "jobs", ["repair_id"])
    op.create_index("ix_jobs_part_id", "jobs", ["part_id"])
    op.create_index("ix_jobs_created_at", "jobs", ["created_at"])
    op.create_table(
        "repairs_history",
        sa.Column(
            "history_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(),
            nullable=False,
        ),
        sa.Column("history_operation", sa.String(length=100), nullable=False),
        sa.Column("history_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history_by_id", sa.Uuid(), nullable=True),
        sa.Column("history_request_id", sa.String(length=128), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("bicycle_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=60), nullable=True),
        sa.Column("wish", sa.Text(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("updated_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("history_id", name="pk_repairs_history"),
        sa.CheckConstraint(
            "status IN ('taken_in', 'under_way', 'ready', 'collected')",
            name="ck_repairs_history_status_values",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_repairs_history", "repairs_history", ["id", "history_id"])


def downgrade() -> None:
    op.drop_table("repairs_history")
    op.drop_table("jobs")
    op.drop_table("repairs")
    op.drop_table("bicycles")
    _forget_words("ix_parts_number_name_description_search", "parts")
    op.drop_table("parts")
    op.drop_table("customers")
    op.drop_table("suppliers")
    op.drop_table("idempotency_keys")
    op.drop_table("account_mail_tokens")
    op.drop_table("account_refresh_tokens")
    op.drop_table("account_sessions")
    op.drop_table("account_roles")
    op.drop_table("accounts")


def _by_engine(postgresql: str, sqlite: str) -> sa.TextClause:
    """Return SQL as the engine reads it that the migration runs on."""
    engine = op.get_context().dialect.name
    return sa.text(postgresql if engine == "postgresql" else sqlite)


def _index_words(
    name: str,
    table: str,
    language: str,
    columns: list[str],
    *,
    concurrently: bool = False,
) -> None:
    """Index the words in texts, of which the first says most; SQLite has a table of them."""
    most = 100_000 // len(columns)
    if op.get_context().dialect.name == "postgresql":
        between = r"[!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+"
        parts = []
        for number, column in enumerate(columns):
            text = f"left(coalesce({_quoted(column)}, ''), {most})"
            text = f"normalize({text}, NFKD)"
            text = rf"regexp_replace({text}, '([A-Za-z])[\u0300-\u036f]+', '\1', 'g')"
            text = f"regexp_replace(normalize({text}, NFC), '{between}', ' ', 'g')"
            weight = "ABCD"[min(number, 3)]
            parts.append(f"setweight(to_tsvector('{language}', {text}), '{weight}')")
        op.create_index(
            name,
            table,
            [sa.text(f"({' || '.join(parts)})".replace(":", r"\:"))],
            postgresql_using="gin",
            postgresql_concurrently=concurrently,
        )
        return
    words, rows = _quoted(name), _quoted(table)
    held = [f"c{number}" for number in range(1, len(columns) + 1)]
    stems = "porter " if language == "english" else ""
    weights = [["10.0", "4.0", "2.0", "1.0"][min(n, 3)] for n in range(len(columns))]
    into = f"INSERT INTO {words} (rowid, {', '.join(held)})"
    stored, new = (
        ", ".join(f"substr({row}.{_quoted(each)}, 1, {most})" for each in columns)
        for row in (rows, "new")
    )
    add = f"{into} VALUES (new._rowid_, {new});"
    forget = f"DELETE FROM {words} WHERE rowid = old._rowid_;"  # noqa: S608
    changed = " OR ".join(
        f"old.{each} IS NOT new.{each}" for each in ("_rowid_", *map(_quoted, columns))
    )
    options = f"tokenize = '{stems}unicode61 remove_diacritics 2'"
    rank = f"VALUES ('rank', 'bm25({', '.join(weights)})')"
    trigger = "CREATE TRIGGER {} AFTER {} ON {}".format
    named = {each: _quoted(f"{name}_{each}") for each in ("insert", "update", "delete")}
    for statement in (
        f"CREATE VIRTUAL TABLE {words} USING fts5({', '.join(held)}, {options})",
        f"INSERT INTO {words} ({words}, rank) {rank}",
        f"{into} SELECT _rowid_, {stored} FROM {rows}",  # noqa: S608
        f"{trigger(named['insert'], 'INSERT', rows)} BEGIN {add} END",
        f"{trigger(named['update'], 'UPDATE', rows)} WHEN {changed} BEGIN {forget} {add} END",
        f"{trigger(named['delete'], 'DELETE', rows)} BEGIN {forget} END",
    ):
        op.execute(statement.replace(":", r"\:"))


def _forget_words(
    name: str, table: str, *, if_exists: bool = False, concurrently: bool = False
) -> None:
    """Have an index of words no longer."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_index(
            name, table, if_exists=if_exists, postgresql_concurrently=concurrently
        )
        return
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {_quoted(f'{name}_{event}')}")
    op.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")


def _quoted(name: str) -> str:
    return f'"{name}"'
