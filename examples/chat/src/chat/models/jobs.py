"""The tables of jobs: what waits, runs and failed, and when each schedule started its job."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from chat.core.db.types import UtcDateTime
from chat.models.base import Base, table_args

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class JobRow(Base):
    """One piece of work; it is gone once it is done, unless its key still counts."""

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(_NUMBER, sa.Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    # queued, scheduled (for later), running, done or dead
    state: Mapped[str] = mapped_column(sa.String(10))
    rank: Mapped[int] = mapped_column(sa.Integer())  # minus its priority
    payload: Mapped[str] = mapped_column(sa.Text())
    unique_key: Mapped[str | None] = mapped_column(sa.String(200))
    ordering_key: Mapped[str | None] = mapped_column(sa.String(200))
    # When it is to start, its lease ends, it died, or its key no longer counts.
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    deadline_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())
    kept_seconds: Mapped[int | None] = mapped_column(sa.Integer())
    claims: Mapped[int] = mapped_column(sa.Integer())  # the last one's number fences it
    failures: Mapped[int] = mapped_column(sa.Integer())
    error: Mapped[str | None] = mapped_column(sa.Text())
    worker: Mapped[str | None] = mapped_column(sa.String(100))
    request_id: Mapped[str] = mapped_column(sa.String(128))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime())

    __table_args__ = table_args(
        sa.UniqueConstraint("name", "unique_key", name="uq_jobs_name_unique_key"),
        sa.Index("ix_jobs_state_name_rank_id", "state", "name", "rank", "id"),
        sa.Index("ix_jobs_state_due_at", "state", "due_at"),
        sa.Index("ix_jobs_ordering_key_name_id", "ordering_key", "name", "id"),
        sqlite_autoincrement=True,
    )


class JobSchedule(Base):
    """When a schedule started its job last."""

    __tablename__ = "job_schedules"

    name: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    last_at: Mapped[dt.datetime] = mapped_column(UtcDateTime())
