"""The table of contacts."""

import datetime as dt
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.contacts.access import ACCESS
from helpdesk.core.context import utc_now
from helpdesk.core.db.encrypted import BlindIndex, Encrypted, SealedText
from helpdesk.core.db.types import UtcDateTime
from helpdesk.core.identifiers import uuid7
from helpdesk.models.base import Base, table_args


class Contact(Base):
    __tablename__ = "contacts"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    full_name: Mapped[str] = mapped_column(sa.String(200))
    _email: Mapped[Any] = mapped_column("email", SealedText(), nullable=False)
    email = Encrypted[str]("contacts.email", str, beside="email_hash")
    _phone: Mapped[Any] = mapped_column("phone", SealedText(), nullable=True)
    phone = Encrypted[str | None]("contacts.phone", str)
    account_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid())

    tenant_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )
    email_hash: Mapped[Any] = mapped_column(
        BlindIndex(email), nullable=True, info={"shown": "email"}
    )

    __table_args__ = table_args(
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
        sa.Index("ix_contacts_account_id", "account_id"),
        sa.Index("ix_contacts_tenant_id_full_name", "tenant_id", "full_name"),
        sa.Index("ix_contacts_tenant_id_created_at", "tenant_id", "created_at"),
    )
