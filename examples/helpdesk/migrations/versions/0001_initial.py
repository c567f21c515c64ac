"""The tables that the design began with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
        sa.UniqueConstraint("name", name="uq_tenants_name"),
    )
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
        sa.Column("tenant_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
        sa.UniqueConstraint("issuer", "subject", name="uq_accounts_issuer_subject"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_accounts_tenant",
            ondelete="RESTRICT",
        ),
    )
    op.create_index("ix_accounts_tenant_id", "accounts", ["tenant_id"])
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
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("prefix", sa.String(length=20), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("roles", sa.Text(), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("prefix", name="uq_api_keys_prefix"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_api_keys_account",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_api_keys_account_id", "api_keys", ["account_id"])
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email_hash", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.UniqueConstraint(
            "tenant_id",
            "email_hash",
            name="uq_contacts_tenant_id_email_hash",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "account_id",
            name="uq_contacts_tenant_id_account_id",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_contacts_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_contacts_tenant",
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint("id", "tenant_id", name="uq_contacts_id_tenant_id"),
    )
    op.create_index("ix_contacts_account_id", "contacts", ["account_id"])
    op.create_index(
        "ix_contacts_tenant_id_full_name",
        "contacts",
        ["tenant_id", "full_name"],
    )
    op.create_index(
        "ix_contacts_tenant_id_created_at",
        "contacts",
        ["tenant_id", "created_at"],
    )
    _protect(
        "contacts",
        {
            "one_tenant": "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid",
            "every_tenant": "current_setting('app.every_tenant', true) = 'on'",
        },
    )
    op.create_table(
        "topics",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "slug", name="pk_topics"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_topics_tenant",
            ondelete="RESTRICT",
        ),
    )
    op.create_index("ix_topics_tenant_id_title", "topics", ["tenant_id", "title"])
    op.create_index(
        "ix_topics_tenant_id_created_at",
        "topics",
        ["tenant_id", "created_at"],
    )
    _protect(
        "topics",
        {
            "one_tenant": "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid",
            "every_tenant": "current_setting('app.every_tenant', true) = 'on'",
        },
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.String(length=60),
            nullable=False,
            server_default=sa.text("'open'"),
        ),
        sa.Column(
            "priority",
            sa.String(length=60),
            nullable=False,
            server_default=sa.text("'normal'"),
        ),
        sa.Column("topic_slug", sa.String(length=40), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("internal_note", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.CheckConstraint(
            "status IN ('open', 'waiting', 'solved')",
            name="ck_tickets_status_values",
        ),
        sa.CheckConstraint(
            "priority IN ('low', 'normal', 'high')",
            name="ck_tickets_priority_values",
        ),
        sa.CheckConstraint("rating >= 1", name="ck_tickets_rating_min"),
        sa.CheckConstraint("rating <= 5", name="ck_tickets_rating_max"),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["accounts.id"],
            name="fk_tickets_assignee",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_tickets_tenant",
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint("id", "tenant_id", name="uq_tickets_id_tenant_id"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "topic_slug"],
            ["topics.tenant_id", "topics.slug"],
            name="fk_tickets_topic",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name="fk_tickets_contact",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "tenant_id"],
            ["contacts.id", "contacts.tenant_id"],
            name="fk_tickets_contact_tenant_id",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_tickets_contact_id", "tickets", ["contact_id"])
    op.create_index("ix_tickets_assignee_id", "tickets", ["assignee_id"])
    op.create_index(
        "ix_tickets_tenant_id_topic_slug",
        "tickets",
        ["tenant_id", "topic_slug"],
    )
    op.create_index("ix_tickets_tenant_id_rating", "tickets", ["tenant_id", "rating"])
    op.create_index(
        "ix_tickets_tenant_id_created_at",
        "tickets",
        ["tenant_id", "created_at"],
    )
    _protect(
        "tickets",
        {
            "one_tenant": "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid",
            "every_tenant": "current_setting('app.every_tenant', true) = 'on'",
        },
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "internal",
            sa.Boolean(),
            nullable=False,
            server_default=sa.text("false"),
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["accounts.id"],
            name="fk_comments_author",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_comments_tenant",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name="fk_comments_ticket",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id", "tenant_id"],
            ["tickets.id", "tickets.tenant_id"],
            name="fk_comments_ticket_tenant_id",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_comments_ticket_id", "comments", ["ticket_id"])
    op.create_index("ix_comments_author_id", "comments", ["author_id"])
    op.create_index(
        "ix_comments_tenant_id_created_at",
        "comments",
        ["tenant_id", "created_at"],
    )
    _protect(
        "comments",
        {
            "one_tenant": "tenant_id = nullif(current_setting('app.tenant', true), '')::uuid",
            "every_tenant": "current_setting('app.every_tenant', true) = 'on'",
        },
    )


def downgrade() -> None:
    op.drop_table("comments")
    op.drop_table("tickets")
    op.drop_table("topics")
    op.drop_table("contacts")
    op.drop_table("api_keys")
    op.drop_table("account_mail_tokens")
    op.drop_table("account_refresh_tokens")
    op.drop_table("account_sessions")
    op.drop_table("account_roles")
    op.drop_table("accounts")
    op.drop_table("tenants")


def _protect(table: str, policies: dict[str, str]) -> None:
    """Have PostgreSQL itself hold rows to policies, whoever owns the table."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    for name, sql in policies.items():
        op.execute(f'CREATE POLICY {name} ON "{table}" USING ({sql})')
