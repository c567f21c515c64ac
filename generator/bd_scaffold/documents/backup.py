"""The page about backups: how often, how, and how long a restore may take."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.quantities import seconds_of, time
from ..language.sections import Recovery
from ..model.types.figures import Advice, BackupPage, Figure
from .section import Section, Told

_DUMPED = 3600
"""Seconds: to lose less than an hour, nobody dumps a whole database all the time."""

_RPO, _RTO = "requirements.quality.recovery.rpo", "requirements.quality.recovery.rto"


def page(told: Told) -> BackupPage:
    """Return what the page says of a design's backups."""
    recovery = told.design.requirements.quality.recovery
    postgresql = told.model.database.postgresql
    return BackupPage(
        postgresql=postgresql,
        goals=tuple(_goals(recovery)),
        ways=(_way(recovery, postgresql=postgresql),),
        missing=tuple(_missing(recovery)),
    )


def _goals(recovery: Recovery) -> Iterator[Figure]:
    lost, gone = seconds_of(recovery.rpo), seconds_of(recovery.rto)
    if lost:
        yield Figure("Data that may be lost", time(lost), f"`{_RPO}`")
        yield Figure(
            "A backup, or a piece of the log, at least every",
            time(lost),
            f"`{_RPO}`",
            "what was written since the last one is lost",
        )
    if gone:
        yield Figure("Time that the service may be gone", time(gone), f"`{_RTO}`")
        yield Figure(
            "A rehearsed restore, at most",
            time(gone / 2),
            f"`{_RTO}`; half of it is a choice: somebody has to notice and decide",
            f"{time(gone)} ÷ 2",
        )


def _way(recovery: Recovery, *, postgresql: bool) -> Advice:
    """Return how backups are made by which no more is lost than may be."""
    lost = seconds_of(recovery.rpo)
    if not postgresql:
        return Advice(
            "SQLite",
            "Its file changes while it is copied, unless SQLite copies it.",
            "`sqlite3 app.db '.backup copy.db'`, by a timer; a copy of the file alone may be of "
            "no use.",
        )
    if lost is None or lost >= _DUMPED:
        return Advice(
            "PostgreSQL, dumps",
            "A dump is the whole database at one moment.",
            "`pg_dump --format=custom --file=FILE URL`, by a timer (PostgreSQL 18, SQL Dump).",
        )
    return Advice(
        "PostgreSQL, continuous archiving",
        f"A dump in every {time(lost)} would read all of the database each time.",
        f"`pg_basebackup` once a day, and `archive_mode` with `archive_timeout={lost:.0f}` for "
        "what is written in between (PostgreSQL 18, Continuous Archiving).",
    )


def _missing(recovery: Recovery) -> Iterator[Advice]:
    for name, word, said, what in (
        ("Data", "rpo: 5m", recovery.rpo, "how often a backup is made"),
        ("Time", "rto: 1h", recovery.rto, "how long a restore may take"),
    ):
        if seconds_of(said) is None:
            yield Advice(
                name,
                (
                    f"The design doesn't say in a number what may be lost, so not {what}."
                    if name == "Data"
                    else f"The design doesn't say in a number {what}."
                ),
                f"`requirements.quality.recovery: {{{word}}}`",
            )


SECTION = Section(
    name="backup",
    title="Backup",
    file="backup.md",
    summary="How often the data is saved, how, and how a restore is rehearsed.",
    facts=page,
)
