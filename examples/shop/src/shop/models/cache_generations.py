"""The table that tells which tables were written since an answer was made."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.identifiers import uuid7
from shop.models.base import Base, table_args


class CacheGeneration(Base):
    """A number that a write to a table renews, in its own transaction.

    A table has as many as there were writers at once: none waits for another. All of them
    together are its generation.
    """

    __tablename__ = "cache_generations"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(sa.String(63))
    token: Mapped[int] = mapped_column(sa.BigInteger())

    __table_args__ = table_args(
        sa.Index("ix_cache_generations_name", "name"),
    )
