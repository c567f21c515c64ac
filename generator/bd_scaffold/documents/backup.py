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


_RECEIVED = Advice(
    "PostgreSQL, continuous archiving",
    "The log is received as it is written, whatever is lost afterwards.",
    "`ops/archive.sh` as a service, `ops/backup.sh` once a day (PostgreSQL 18, Continuous "
    "Archiving).",
)


def page(told: Told) -> BackupPage:
    """Return what the page says of a design's backups."""
    recovery = told.design.requirements.quality.recovery
    postgresql = told.model.database.postgresql
    received = postgresql and told.design.deployment.backup
    way = _RECEIVED if received else _way(recovery, postgresql=postgresql)
    return BackupPage(
        postgresql=postgresql,
        goals=tuple(_goals(recovery)),
        ways=(way,),
        missing=tuple(_missing(recovery)),
    )


def _goals(recovery: Recovery) -> Iterator[Figure]:
    lost, gone = seconds_of(recovery.rpo), seconds_of(recovery.rto)
    if lost:
        yield Figure("Recovery point objective", time(lost), f"`{_RPO}`")
        yield Figure(
            "Longest time between backups, or segments of the log that are copied",
            time(lost),
            f"`{_RPO}`",
            "writes since the last one are lost",
        )
    if gone:
        yield Figure("Recovery time objective", time(gone), f"`{_RTO}`")
        yield Figure(
            "Longest duration of a rehearsed restore",
            time(gone / 2),
            f"`{_RTO}`; half of it is an assumption: somebody has to notice and decide first",
            f"{time(gone)} ÷ 2",
        )


def _way(recovery: Recovery, *, postgresql: bool) -> Advice:
    """Return how backups are made by which no more is lost than may be."""
    lost = seconds_of(recovery.rpo)
    if not postgresql:
        return Advice(
            "SQLite",
            "Only SQLite itself copies a file consistently that is being written.",
            "Run `sqlite3 app.db '.backup copy.db'` on a schedule; a plain copy of the file may be "
            "corrupt.",
        )
    if lost is None or lost >= _DUMPED:
        return Advice(
            "PostgreSQL, dumps",
            "A dump has the whole database at one moment.",
            "`pg_dump --format=custom --file=FILE URL`, on a schedule (PostgreSQL 18, SQL Dump).",
        )
    return Advice(
        "PostgreSQL, continuous archiving",
        f"A dump every {time(lost)} would read the whole database each time.",
        f"`pg_basebackup` once a day, and `archive_mode` with `archive_timeout={lost:.0f}` for "
        "the changes in between (PostgreSQL 18, Continuous Archiving).",
    )


def _missing(recovery: Recovery) -> Iterator[Advice]:
    for name, word, said, what in (
        (
            "RPO",
            "rpo: 5m",
            recovery.rpo,
            "point objective, so the frequency of backups",
        ),
        (
            "RTO",
            "rto: 1h",
            recovery.rto,
            "time objective, so the duration of a restore",
        ),
    ):
        if seconds_of(said) is None:
            yield Advice(
                name,
                f"The design states no duration as its recovery {what} is open.",
                f"`requirements.quality.recovery: {{{word}}}`",
            )


SECTION = Section(
    name="backup",
    title="Backup",
    file="backup.md",
    summary="Recovery objectives, backup method, and how a restore is rehearsed.",
    facts=page,
)
