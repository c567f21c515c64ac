"""A shop whose jobs note each event that they were started by, as often as they are done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from asking import ask
from projects import Project, project_of

DESIGN = """\
name: shop
database: {engine: postgresql}
entities:
  Order:
    fields: {number: string(20) unique, total: integer = 7}
events:
  OrderMade: {from: Order.create, fields: [id, number]}
  OrderChanged: {from: Order.update, fields: [number, total]}
jobs:
  note_order: {on: OrderMade}
  note_change: {on: OrderChanged}
"""
NOTES = """
    CREATE TABLE notes (
        at bigint GENERATED ALWAYS AS IDENTITY, job text, number text, total integer
    )
"""
_HANDLERS = '''\
"""What jobs do here: they note what they were given, as often as they are done."""

from typing import Any

import sqlalchemy as sa

from shop.core.jobs.job import JobHandlers

_NOTE = sa.text("INSERT INTO notes (job, number, total) VALUES (:job, :number, :total)")


class Handlers(JobHandlers):
    async def note_order(self, data: Any) -> None:
        await self._note(data)

    async def note_change(self, data: Any) -> None:
        await self._note(data)

    async def _note(self, data: Any) -> None:
        said = {"number": data.number, "total": getattr(data, "total", None)}
        await self.work.session.execute(_NOTE, {"job": self.run.name, **said})
'''
_PATIENCE_SECONDS = 90


def carried_by(broker: str, design: str = DESIGN) -> str:
    """Return a design whose events a broker carries."""
    return design.replace("shop\n", f"shop\nmessaging: {{broker: {broker}}}\n", 1)


def noting(design: str, folder: Path) -> Project:
    """Create a shop that notes what happens in it."""
    project = project_of(design, "shop", folder)
    handlers = project.source / "jobs" / "handlers.py"
    handlers.write_text(_HANDLERS, encoding="utf-8")
    return project


@contextmanager
def working(
    project: Project, log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of a project; it is told to end where that has not happened before."""
    with log.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", f"{project.package}.worker"],
            cwd=project.folder,
            env=project.environment(**environment),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)


@dataclass(frozen=True, slots=True)
class Noted:
    """The database of a shop, as those see it who look at what was noted."""

    url: str

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement, if it has some."""

        def asked(connection: sa.Connection) -> list[tuple[Any, ...]]:
            result = connection.execute(sa.text(sql))
            return [tuple(row) for row in result] if result.returns_rows else []

        return ask(self.url, asked)
