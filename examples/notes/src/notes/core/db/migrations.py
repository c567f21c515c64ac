"""Whether the database has the tables and the migrations that this code was written for."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from notes.core.errors import UnavailableError

from .faults import NOT_MIGRATED

_REVISION = re.compile(r"^(down_)?revision\b[^=\n]*=\s*(\([^)]*\)|.*)$", re.MULTILINE)
_LATER = re.compile(r"^after_deployment = True", re.MULTILINE)
_APPLIED = sa.text("SELECT version_num FROM alembic_version")


def require_migrated(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Raise UnavailableError where a table or a migration is missing."""
    applied = set(connection.scalars(_APPLIED))
    known = revisions()
    # Newer code may have migrated it: what it knows is more, and no reason to stop.
    behind = applied <= set(known) and not all(
        _is_served(head, known, applied) for head in heads(known)
    )
    expected = {table.name for table in tables if not table.schema}
    if behind or not expected <= set(sa.inspect(connection).get_table_names()):
        raise UnavailableError(NOT_MIGRATED)


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration, as far as the code has to know of it."""

    parents: frozenset[str]
    later: bool  # the code is ready without it, since old code may still run


@cache
def revisions() -> dict[str, Revision]:
    """Return every migration by its name."""
    folders = (folder / "migrations" for folder in Path(__file__).resolve().parents)
    files = next(filter(Path.is_dir, folders)).rglob("versions/*.py")
    return dict(_read(file.read_text("utf-8")) for file in files)


def _read(text: str) -> tuple[str, Revision]:
    said = {
        down: re.findall(r"[\"']([^\"']+)[\"']", value)
        for down, value in _REVISION.findall(text)
    }
    parents = frozenset(said.get("down_", ()))
    return said[""][0], Revision(parents, bool(_LATER.findall(text)))


def heads(known: Mapping[str, Revision]) -> set[str]:
    """Return the migrations that no other one follows."""
    followed = (parent for each in known.values() for parent in each.parents)
    return set(known) - set(followed)


def _is_served(
    name: str, known: Mapping[str, Revision], applied: Collection[str]
) -> bool:
    """Tell whether the code runs on a database where this is the newest migration."""
    revision = known[name]
    return name in applied or (
        revision.later
        and all(_is_served(parent, known, applied) for parent in revision.parents)
    )
