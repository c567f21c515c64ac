"""The table of people."""

import datetime as dt
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from chat.core.context import utc_now
from chat.core.db.file_columns import FileColumn, StoredFile
from chat.core.db.types import UtcDateTime
from chat.core.identifiers import uuid7
from chat.models.base import Base, table_args
from chat.people.access import ACCESS


class Person(Base):
    __tablename__ = "people"
    __access__ = ACCESS

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid(), primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(sa.String(80))
    about: Mapped[str | None] = mapped_column(sa.String(200))
    picture: Mapped[StoredFile | None] = mapped_column(FileColumn())
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid())

    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime(), default=utc_now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        UtcDateTime(), default=utc_now, onupdate=utc_now
    )

    __table_args__ = table_args(
        sa.UniqueConstraint("account_id", name="uq_people_account_id"),
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') <> ''",
            name="ck_people_name_not_blank",
        ),
        sa.CheckConstraint(
            "trim(name, '\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000') = name",
            name="ck_people_name_trim",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name="fk_people_account",
            ondelete="CASCADE",
        ),
        sa.Index("ix_people_name", "name"),
        sa.Index("ix_people_created_at", "created_at"),
    )
