"""`deployment.backup`: scripts back the database up, and restore any moment."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..language.finding import Finding
from .feature import Feature, Reasons, in_designs


def _is_said(design: Design) -> bool:
    return design.deployment.backup


def _wanted(design: Design) -> bool:
    return _is_said(design) and design.database.engine == "postgresql"


def _remarks(design: Design) -> Iterator[Finding]:
    """A log is received of a server that has one."""
    if _is_said(design) and not _wanted(design):
        message = "SQLite has no log that could be received: there are no scripts."
        hint = "Write database: {engine: postgresql}, or leave the word out."
        yield Finding(("deployment", "backup"), "BD1047", message, hint)


FEATURE = Feature(
    name="point_in_time",
    said="deployment: {backup: true}",
    summary="Scripts back PostgreSQL up while it runs, and restore what it was at any moment.",
    used_by=in_designs(_wanted),
    wanted=_is_said,
    remarks=_remarks,
    reasons=Reasons(
        9130,
        "The log is received, and any moment restored",
        "A dump has the database at one moment, and whatever is written after it is lost with "
        "the server. The worst faults are no lost servers but statements that were a mistake, "
        "and these are in the next dump, too.",
        "`ops/backup.sh` copies the server as it runs, `ops/archive.sh` receives its log as it is "
        "written, and `ops/restore.sh` makes of both what there was at a moment.",
        "Somebody keeps `ops/archive.sh` running and looks after its folder: a log that nobody "
        "receives fills the server's disk.",
    ),
    told=False,
    packages={"ops": "the folder of the scripts for backups"},
)
