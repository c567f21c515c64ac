"""The table of keys by which programs sign in."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.core.context import utc_now
from helpdesk.core.db.types import UtcDateTime
from helpdesk.core.identifiers import uuid7
from helpdesk.models.base import Base, table_args


class ApiKey(Base):
    """A key of an account, or of a service, which has none."""

    __tablename__ = "api_keys"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    account_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    name: Mapped[str] = mapped_column(sa.String(100))
    prefix: Mapped[str] = mapped_column(sa.String(20))
    hash: Mapped[str] = mapped_column(sa.String(64))
    roles: Mapped[str | None] = mapped_column(sa.Text())
    scopes: Mapped[str | None] = mapped_column(sa.Text())
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    last_used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)

    __table_args__ = table_args(
        sa.UniqueConstraint("prefix", name="uq_api_keys_prefix"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_api_keys_account",
            ondelete="CASCADE",
        ),
        sa.Index("ix_api_keys_account_id", "account_id"),
    )
