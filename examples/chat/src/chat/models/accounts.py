"""The tables of accounts: of those who sign in."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from chat.core.context import utc_now
from chat.core.db.types import UtcDateTime
from chat.core.identifiers import uuid7
from chat.models.base import Base


class Account(Base):
    """Somebody who signs in; what belongs to them refers to it."""

    __tablename__ = "accounts"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    email: Mapped[str | None] = mapped_column(sa.String(254))
    issuer: Mapped[str | None] = mapped_column(sa.String(255))
    subject: Mapped[str | None] = mapped_column(sa.String(255))
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    email_verified_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    disabled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)

    __table_args__ = (
        sa.UniqueConstraint("email", name="uq_accounts_email"),
        sa.UniqueConstraint("issuer", "subject", name="uq_accounts_issuer_subject"),
    )


class AccountRole(Base):
    """A role that an account has been given."""

    __tablename__ = "account_roles"

    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True)
    role: Mapped[str] = mapped_column(sa.String(60), primary_key=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_account_roles_account",
            ondelete="CASCADE",
        ),
    )
