"""The table of tickets."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.core.context import utc_now
from helpdesk.core.db.enums import enum_type
from helpdesk.core.db.soft_delete import NotDeleted
from helpdesk.core.db.types import UtcDateTime
from helpdesk.core.identifiers import uuid7
from helpdesk.models import enums
from helpdesk.models.base import Base, table_args, versioned_by
from helpdesk.tickets.access import ACCESS

if TYPE_CHECKING:
    from helpdesk.models.comment import Comment
    from helpdesk.models.contact import Contact
    from helpdesk.models.topic import Topic


class Ticket(Base):
    __tablename__ = "tickets"
    __scope__ = (NotDeleted(),)
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text())
    status: Mapped[enums.TicketStatus] = mapped_column(
        enum_type(enums.TicketStatus), default=enums.TicketStatus.OPEN
    )
    priority: Mapped[enums.Priority] = mapped_column(
        enum_type(enums.Priority, ordered=True), default=enums.Priority.NORMAL
    )
    topic_slug: Mapped[str | None] = mapped_column(sa.String(40))
    contact_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())
    internal_note: Mapped[str | None] = mapped_column(sa.Text())
    rating: Mapped[int | None] = mapped_column(sa.Integer())
    topic: Mapped["Topic | None"] = relationship(
        primaryjoin="and_(Ticket.tenant_id == Topic.tenant_id, Ticket.topic_slug == Topic.slug)",
        foreign_keys=[topic_slug],
        back_populates="tickets",
        lazy="raise",
    )
    contact: Mapped["Contact"] = relationship(foreign_keys=[contact_id], lazy="raise")
    comments: Mapped[list["Comment"]] = relationship(
        foreign_keys="[Comment.ticket_id]",
        back_populates="ticket",
        lazy="raise",
        passive_deletes="all",
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    version: Mapped[int] = mapped_column(sa.Integer())
    __mapper_args__ = versioned_by(version)
    deleted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
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
            info={"on_soft_delete": "keep"},
        ),
        sa.Index("ix_tickets_contact_id", "contact_id"),
        sa.Index("ix_tickets_assignee_id", "assignee_id"),
        sa.Index("ix_tickets_tenant_id_topic_slug", "tenant_id", "topic_slug"),
        sa.Index("ix_tickets_tenant_id_rating", "tenant_id", "rating"),
        sa.Index("ix_tickets_tenant_id_created_at", "tenant_id", "created_at"),
    )
