"""The table of topics."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.core.context import utc_now
from helpdesk.core.db.types import UtcDateTime
from helpdesk.models.base import Base, table_args
from helpdesk.topics.access import ACCESS

if TYPE_CHECKING:
    from helpdesk.models.ticket import Ticket


class Topic(Base):
    __tablename__ = "topics"
    __access__ = ACCESS

    slug: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(100))
    tickets: Mapped[list["Ticket"]] = relationship(
        primaryjoin="and_(Ticket.tenant_id == Topic.tenant_id, Ticket.topic_slug == Topic.slug)",
        foreign_keys="[Ticket.topic_slug]",
        back_populates="topic",
        lazy="raise",
        passive_deletes="all",
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.PrimaryKeyConstraint("tenant_id", "slug", name="pk_topics"),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_topics_tenant",
            ondelete="RESTRICT",
        ),
        sa.Index("ix_topics_tenant_id_title", "tenant_id", "title"),
        sa.Index("ix_topics_tenant_id_created_at", "tenant_id", "created_at"),
    )
