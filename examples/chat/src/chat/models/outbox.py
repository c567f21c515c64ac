"""The table of events that wait to be handed on."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from chat.core.db.types import UtcDateTime
from chat.models.base import Base, table_args


class OutboxEvent(Base):
    """An event that was recorded, until it is handed on."""

    __tablename__ = "outbox"

    number: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        sa.Identity(),
        primary_key=True,
    )
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    name: Mapped[str] = mapped_column(sa.String(60))
    version: Mapped[int] = mapped_column(sa.Integer())
    aggregate_type: Mapped[str] = mapped_column(sa.String(60))
    aggregate_id: Mapped[str] = mapped_column(sa.Text())
    data: Mapped[str] = mapped_column(sa.Text())
    principal_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    request_id: Mapped[str] = mapped_column(sa.String(128))
    traceparent: Mapped[str | None] = mapped_column(sa.String(55))
    occurred_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    failures: Mapped[int] = mapped_column(sa.Integer())
    retry_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())

    __table_args__ = table_args(
        sa.Index(
            "ix_outbox_aggregate_type_aggregate_id_number",
            "aggregate_type",
            "aggregate_id",
            "number",
        ),
    )
