"""The table of tenants: of customers, each with rows and accounts of its own."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.core.context import utc_now
from helpdesk.core.db.types import UtcDateTime
from helpdesk.core.identifiers import uuid7
from helpdesk.models.base import Base


class Tenant(Base):
    """A customer whose rows no other customer sees."""

    __tablename__ = "tenants"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)

    __table_args__ = (sa.UniqueConstraint("name", name="uq_tenants_name"),)
