"""The table of comments."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.comments.access import ACCESS
from helpdesk.core.context import utc_now
from helpdesk.core.db.types import UtcDateTime
from helpdesk.core.identifiers import uuid7
from helpdesk.models.base import Base, table_args

if TYPE_CHECKING:
    from helpdesk.models.ticket import Ticket


class Comment(Base):
    __tablename__ = "comments"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    ticket_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    author_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    text: Mapped[str] = mapped_column(sa.Text())
    internal: Mapped[bool] = mapped_column(sa.Boolean(), default=False)
    ticket: Mapped["Ticket"] = relationship(
        foreign_keys=[ticket_id],
        back_populates="comments",
        lazy="raise",
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
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
            info={"on_soft_delete": "keep"},
        ),
        sa.Index("ix_comments_ticket_id", "ticket_id"),
        sa.Index("ix_comments_author_id", "author_id"),
        sa.Index("ix_comments_tenant_id_created_at", "tenant_id", "created_at"),
    )
