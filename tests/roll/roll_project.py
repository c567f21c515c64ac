"""Versions of a project: its design changes, and `bd-scaffold update` makes one of the other."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bd_scaffold import pipeline, update

BEFORE = """\
name: depot
deployment:
  kubernetes: true
  environments: {production: {replicas: 2}}
  image: hardened
  proxies: [nginx]
api: {version: v1}
enums:
  State: [open, shut]
entities:
  Parcel:
    fields:
      number: string(40) unique filter
      weight: integer = 0
      label: string(40)?
      shelf: string(10)?
      state: State = open
  Effect:
    operations: [list]
    fields:
      id: bigint auto
      number: string(40) filter
      what: string(20)
events:
  ParcelMade: {from: Parcel.create, fields: [id, number]}
  ParcelMoved: {from: Parcel.update, fields: [id, number]}
jobs:
  receive: {on: ParcelMade, attempts: 50, backoff: 1s}
  move: {on: ParcelMoved, attempts: 50, backoff: 1s}
"""
"""A design of which two pods of the API and a worker run."""

AFTER = (
    BEFORE.replace(
        "api: {version: v1}",
        """\
api:
  version: v2
  versions:
    v1:
      without: [Parcel.urgency]
      called: {Parcel.grams: weight, Parcel.remark: label}
      had: {Parcel.shelf: "string(10)?"}""",
    )
    .replace("[open, shut]", "[open, shut, lost]")
    .replace("weight: integer = 0", "grams: integer = 0 was(weight)")
    .replace("label: string(40)?", "remark: text? was(label)")
    .replace("shelf: string(10)?", "urgency: integer = 3")
    .replace(
        "Parcel.create, fields: [id, number]}",
        "Parcel.create, fields: [id, number, urgency]}",
    )
    .replace(
        "jobs:",
        """\
  ParcelWeighed: {from: [Parcel.create, Parcel.update], fields: [id, number, grams]}
jobs:
  label: {on: ParcelMade, attempts: 50, backoff: 1s}
  weigh: {on: ParcelWeighed, attempts: 50, backoff: 1s}""",
    )
)
"""The same with a field renamed, one renamed and retyped, one that has gone and a required one,
a value of an enum, an event that says more, a new one, and new jobs; older clients go on as they
did."""

LATER = (
    AFTER.replace("  version: v2\n", "  version: v3\n")
    .replace(
        "  versions:\n",
        """\
  versions:
    v2: {called: {Box: Parcel, Box.mass: grams}, paths: {Box: parcels}}
""",
    )
    .replace("[Parcel.urgency]", "[Box.urgency]")
    .replace(
        "{Parcel.grams: weight, Parcel.remark: label}",
        "{Box: Parcel, Box.mass: weight, Box.remark: label}\n      paths: {Box: parcels}",
    )
    .replace("{Parcel.shelf:", "{Box.shelf:")
    .replace("  Parcel:\n", "  Box:\n    was: Parcel\n")
    .replace("grams: integer = 0 was(weight)", "mass: bigint = 0 was(grams)")
    .replace(" was(label)", "")
    .replace("from: Parcel.", "from: Box.")
    .replace("[Parcel.create, Parcel.update]", "[Box.create, Box.update]")
    .replace("number, grams]", "number, mass]")
)
"""The same once more, with its entity renamed, and a field renamed and widened."""

_HANDLERS = '''\
"""What jobs do: each writes a row, by which others can tell what was done."""

import asyncio

from depot.core.jobs.job import JobHandlers
from depot.models.effect import Effect

from . import payloads


class Handlers(JobHandlers):
    """Effects of what events tell."""
'''
_HANDLER = '''
    async def {name}(self, data: payloads.{model}) -> None:
        """Write down that it was done."""
        await self._write(data.number, "{name}")
'''
_WRITE = """
    async def _write(self, number: str, what: str) -> None:
        session = self.work.session
        session.add(Effect(number=number, what=what))
        await session.flush()
        # Some wait, and some are under way, when their worker is to end.
        await asyncio.sleep(2 if self.run.id % 13 == 0 else 0.01)
"""


def first(design: str, folder: Path, *jobs: str) -> None:
    """Create a project in a repository, and write what its jobs do."""
    pipeline.create(
        design.encode(),
        "depot.yaml",
        folder,
        repository=True,
        progress=lambda _words: None,
    )
    _write(folder, jobs)


def following(before: Path, design: str, folder: Path, *jobs: str) -> None:
    """Bring a copy of a project up to a later design, in two steps of its database."""
    shutil.copytree(before, folder)
    subprocess.run(["git", "reset", "--hard", "--quiet"], cwd=folder, check=True)
    (folder / "design.yaml").write_text(design, encoding="utf-8")
    allowed = ("break:*", "drop:*")
    done = update.run(
        folder,
        update.UpdateOptions(design_only=True, allow=allowed, expand_contract=True),
        lambda _words: None,
    )
    assert not done.conflicts, done
    _write(folder, jobs)


def broken(version: Path, folder: Path, module: str) -> None:
    """Copy a version, one of whose modules ends the process that imports it."""
    shutil.copytree(version, folder)
    file = folder / "src/depot" / module
    said = file.read_text(encoding="utf-8")
    file.write_text(f'raise RuntimeError("It crashes at the start.")\n{said}')


def _write(folder: Path, jobs: tuple[str, ...]) -> None:
    handlers = folder / "src/depot/jobs/handlers.py"
    methods = (_HANDLER.format(name=e, model=e.title().replace("_", "")) for e in jobs)
    handlers.write_text(_HANDLERS + "".join(methods) + _WRITE, encoding="utf-8")
    _commit(folder)


def _commit(folder: Path) -> None:
    for words in (["add", "--all"], ["commit", "--quiet", "--message", "A version"]):
        who = ["-c", "user.name=Team", "-c", "user.email=team@example.com"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
