"""Whether the database has the tables and the migrations that this code was written for."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.reflection import ObjectKind

from chat.core.errors import UnavailableError

from .faults import NOT_MIGRATED

_REVISION = re.compile(r"^(down_)?revision\b[^=\n]*=\s*(\([^)]*\)|.*)$", re.MULTILINE)
_LATER = re.compile(r"^after_deployment = True", re.MULTILINE)
_CONTRACTED = "Newer code has taken from the database what this code needs."
_APPLIED = sa.text("SELECT version_num FROM alembic_version")


def require_migrated(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Raise UnavailableError where a table or a migration is missing."""
    applied = set(connection.scalars(_APPLIED))
    known = revisions()
    if applied <= set(known):
        behind = not all(_is_served(head, known, applied) for head in heads(known))
        there = sa.inspect(connection).get_table_names()
        if behind or not {each.name for each in tables if not each.schema} <= {*there}:
            raise UnavailableError(NOT_MIGRATED)
    elif not _has_columns(connection, tables):
        raise UnavailableError(_CONTRACTED)


def _has_columns(connection: sa.Connection, tables: Iterable[sa.Table]) -> bool:
    """Tell whether newer code has left all that this one reads, if only as views."""
    found = sa.inspect(connection).get_multi_columns(kind=ObjectKind.ANY)
    there = {name: {each["name"] for each in said} for (_, name), said in found.items()}
    return all(
        {column.name for column in table.columns} <= there.get(table.name, set())
        for table in tables
        if not table.schema
    )


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
