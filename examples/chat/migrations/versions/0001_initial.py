"""The tables that the design began with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

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
        "outbox",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("aggregate_type", sa.String(length=60), nullable=False),
        sa.Column("aggregate_id", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.String(length=128), nullable=False),
        sa.Column("traceparent", sa.String(length=55), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_aggregate_type_aggregate_id_number",
        "outbox",
        ["aggregate_type", "aggregate_id", "number"],
    )
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
        "jobs",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.String(length=200), nullable=True),
        sa.Column("ordering_key", sa.String(length=200), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_seconds", sa.Integer(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("worker", sa.String(length=100), nullable=True),
        sa.Column("request_id", sa.String(length=128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("name", "unique_key", name="uq_jobs_name_unique_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_jobs_state_name_rank_id",
        "jobs",
        ["state", "name", "rank", "id"],
    )
    op.create_index("ix_jobs_state_due_at", "jobs", ["state", "due_at"])
    op.create_index(
        "ix_jobs_ordering_key_name_id",
        "jobs",
        ["ordering_key", "name", "id"],
    )
    op.create_table(
        "job_schedules",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_job_schedules"),
    )
    op.create_table(
        "realtime_rooms",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(),
            nullable=False,
        ),
        sa.Column("channel", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_realtime_rooms"),
        sa.UniqueConstraint(
            "channel",
            "row_id",
            name="uq_realtime_rooms_channel_row_id",
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "realtime_events",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("room_id", "position", name="pk_realtime_events"),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["realtime_rooms.id"],
            name="fk_realtime_events_room",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_realtime_events_recorded_at",
        "realtime_events",
        ["recorded_at"],
    )
    op.create_table(
        "realtime_presence",
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "room_id",
            "account_id",
            "process",
            name="pk_realtime_presence",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["realtime_rooms.id"],
            name="fk_realtime_presence_room",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_realtime_presence_process", "realtime_presence", ["process"])
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=True),
        sa.Column(
            "picture",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=True,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("account_id", name="uq_people_account_id"),
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') <> ''",
            name="ck_people_name_not_blank",
        ),
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') = name",
            name="ck_people_name_trim",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_people_account",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_people_name", "people", ["name"])
    op.create_index("ix_people_created_at", "people", ["created_at"])
    op.create_table(
        "rooms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=60),
            nullable=False,
            server_default=sa.text("'group'"),
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') <> ''",
            name="ck_rooms_name_not_blank",
        ),
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') = name",
            name="ck_rooms_name_trim",
        ),
        sa.CheckConstraint("kind IN ('direct', 'group')", name="ck_rooms_kind_values"),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["accounts.id"],
            name="fk_rooms_owner",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_rooms_owner_id", "rooms", ["owner_id"])
    op.create_index("ix_rooms_name", "rooms", ["name"])
    op.create_index("ix_rooms_created_at", "rooms", ["created_at"])
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint(
            "room_id",
            "account_id",
            name="uq_members_room_id_account_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_members_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["rooms.id"],
            name="fk_members_room",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_members_account_id", "members", ["account_id"])
    op.create_index("ix_members_created_at", "members", ["created_at"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "picture",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=True,
        ),
        sa.Column("sent_as", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint(
            "author_id",
            "sent_as",
            name="uq_messages_author_id_sent_as",
        ),
        sa.CheckConstraint(
            "trim(text, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') <> ''",
            name="ck_messages_text_not_blank",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["accounts.id"],
            name="fk_messages_author",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["rooms.id"],
            name="fk_messages_room",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_messages_room_id", "messages", ["room_id"])
    op.create_index("ix_messages_created_at", "messages", ["created_at"])
    _index_words("ix_messages_text_search", "messages", "english", ["text"])
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.UniqueConstraint(
            "account_id",
            "message_id",
            name="uq_notifications_account_id_message_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_notifications_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name="fk_notifications_message",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["rooms.id"],
            name="fk_notifications_room",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_notifications_message_id", "notifications", ["message_id"])
    op.create_index("ix_notifications_room_id", "notifications", ["room_id"])
    op.create_index("ix_notifications_created_at", "notifications", ["created_at"])


def downgrade() -> None:
    op.drop_table("notifications")
    _forget_words("ix_messages_text_search", "messages")
    op.drop_table("messages")
    op.drop_table("members")
    op.drop_table("rooms")
    op.drop_table("people")
    op.drop_table("realtime_presence")
    op.drop_table("realtime_events")
    op.drop_table("realtime_rooms")
    op.drop_table("job_schedules")
    op.drop_table("jobs")
    op.drop_table("idempotency_keys")
    op.drop_table("outbox")
    op.drop_table("account_mail_tokens")
    op.drop_table("account_refresh_tokens")
    op.drop_table("account_sessions")
    op.drop_table("account_roles")
    op.drop_table("accounts")


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
