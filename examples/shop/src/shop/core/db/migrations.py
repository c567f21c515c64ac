"""Whether the database has the tables and the migrations that this code was written for."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from shop.core.errors import UnavailableError

from .faults import NOT_MIGRATED

_REVISION = re.compile(r"^(down_)?revision\b[^=\n]*=\s*(\([^)]*\)|.*)$", re.MULTILINE)
_APPLIED = sa.text("SELECT version_num FROM alembic_version")


def require_migrated(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Raise UnavailableError where a table or a migration is missing."""
    applied = set(connection.scalars(_APPLIED))
    known, heads = revisions()
    # Newer code may have migrated it: what it knows is more, and no reason to stop.
    behind = applied <= known and not heads <= applied
    expected = {table.name for table in tables if not table.schema}
    if behind or not expected <= set(sa.inspect(connection).get_table_names()):
        raise UnavailableError(NOT_MIGRATED)


@cache
def revisions() -> tuple[set[str], set[str]]:
    """Return all revisions, and those that no other one follows."""
    folders = (folder / "migrations" for folder in Path(__file__).resolve().parents)
    found: dict[str, set[str]] = {"": set(), "down_": set()}
    for file in next(filter(Path.is_dir, folders)).rglob("versions/*.py"):
        for down, value in _REVISION.findall(file.read_text("utf-8")):
            found[down] |= set(re.findall(r"[\"']([^\"']+)[\"']", value))
    return found[""], found[""] - found["down_"]
