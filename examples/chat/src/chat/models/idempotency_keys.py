"""The table of answers that are kept under the keys of their requests."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from chat.core.db.types import UtcDateTime
from chat.models.base import Base, table_args


class IdempotencyKey(Base):
    """What a write was answered, so that it is done once; of the key itself only a hash."""

    __tablename__ = "idempotency_keys"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int] = mapped_column(sa.Integer())
    headers: Mapped[str] = mapped_column(sa.Text())
    body: Mapped[str] = mapped_column(sa.Text())
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())

    __table_args__ = table_args(
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_idempotency_keys_account",
            ondelete="CASCADE",
        ),
        sa.Index("ix_idempotency_keys_account_id", "account_id"),
        sa.Index("ix_idempotency_keys_expires_at", "expires_at"),
    )
