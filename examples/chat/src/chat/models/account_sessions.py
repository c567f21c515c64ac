"""The tables of those who are signed in, and of what was mailed to let them in."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from chat.core.context import utc_now
from chat.core.db.types import UtcDateTime
from chat.core.identifiers import uuid7
from chat.models.base import Base, table_args


class AccountSession(Base):
    """A time that somebody is signed in: the family of the refresh tokens in it."""

    __tablename__ = "account_sessions"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)

    __table_args__ = table_args(
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_account_sessions_account",
            ondelete="CASCADE",
        ),
        sa.Index("ix_account_sessions_account_id", "account_id"),
    )


class AccountRefreshToken(Base):
    """A token that was given out, by its hash; a used one stays, to be known again."""

    __tablename__ = "account_refresh_tokens"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    session_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())

    __table_args__ = table_args(
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["account_sessions.id"],
            name="fk_account_refresh_tokens_session",
            ondelete="CASCADE",
        ),
        sa.Index("ix_account_refresh_tokens_session_id", "session_id"),
    )


class AccountMailToken(Base):
    """A token that was mailed, by its hash: whoever has it reads that mail."""

    __tablename__ = "account_mail_tokens"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    email: Mapped[str] = mapped_column(sa.String(254), info={"address": True})
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())

    __table_args__ = table_args(
        sa.Index("ix_account_mail_tokens_email", "email"),
    )
