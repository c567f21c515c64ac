"""Locking the dependencies that a blueprint gives to projects, once for all of them."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .. import pipeline
from ..model import store
from ..render import uv, write
from ..render.recipe import recipe
from ..render.render import Rendering
from ..sources import stack
from ..sources.blueprints import Blueprint
from ..sources.stack import BlueprintError
from . import contents
from .shadows import LOCK

_METADATA = "pyproject.toml"
_HOST = re.compile(r"\w+://([^/\"]+)")
_PUBLIC = {"pypi.org", "files.pythonhosted.org"}

_NAME, _VERSION = "name-of-the-project", "0.0.0"
_DESIGN = f"""\
name: {_NAME}
version: {_VERSION}
entities: {{Thing: {{fields: {{title: string(20)}}}}}}
"""


@dataclass(frozen=True, slots=True)
class Locked:
    """The template of a lock, as it was written."""

    path: str  # in the blueprint
    hosts: tuple[str, ...]  # those beside PyPI's that every project will ask
    changed: bool


def lock(folder: Path, *, newer: bool = False) -> Locked:
    """Resolve the dependencies that a blueprint's projects have, and write them as its lock.

    A base names nobody's hosts but PyPI's; a team may well have an index of its own.
    """
    said = stack.read(folder)
    is_base = said.extends is None
    text = _as_template(_resolved(folder, newer=newer, plain=is_base))
    hosts = foreign_hosts(text)
    if is_base and hosts:
        raise BlueprintError(
            f"the lock names other hosts than PyPI's: {', '.join(hosts)}"
        )
    path = contents.template(said.own.name, LOCK)
    there = folder / path
    changed = not there.is_file() or there.read_bytes() != text.encode()
    if changed:
        write.replace(there, text.encode())
    return Locked(path, hosts, changed)


def foreign_hosts(lock: str) -> tuple[str, ...]:
    """Return the hosts beside PyPI's that a lock names, sorted."""
    return tuple(sorted(set(_HOST.findall(lock)) - _PUBLIC))


def _resolved(folder: Path, *, newer: bool, plain: bool) -> str:
    """Return the lock of a small project, which begins as the lock is now."""
    files = _rendered(folder)
    if _METADATA not in files:
        raise BlueprintError(
            f"projects get no {_METADATA}, so there is nothing to lock"
        )
    with tempfile.TemporaryDirectory(prefix="bd-scaffold-") as scratch:
        project = Path(scratch)
        write.write(files, project)
        try:
            uv.lock(project, newer=newer, plain=plain)
        except uv.LockError as error:
            raise BlueprintError(
                f"the dependencies can't be locked: {error}"
            ) from error
        return (project / LOCK).read_bytes().decode()


def _rendered(folder: Path) -> dict[str, str]:
    """Return the files of a small project that say what it depends on."""
    blueprint = Blueprint(str(folder), "", folder)
    words = pipeline.words_of(blueprint)
    design = pipeline.check(_DESIGN.encode(), "design.yaml", words)
    stored = store.dump(pipeline.build(design))
    made_with = recipe(blueprint, lambda: stored, {}, running=False)
    # There may be no lock yet, which a rendering that is watched would call a fault.
    answers = {**made_with.answers, "bd_model": stored}
    rendering = Rendering(store.read(stored), folder, answers, seen=made_with.seen)
    rows = {row["path"]: row for row in rendering.rows}
    return {
        path: rendering.text(rows[path])
        for path in (_METADATA, LOCK)
        if path in rows and _is_there(folder, rows[path]["templates"])
    }


def _is_there(folder: Path, templates: list[str]) -> bool:
    return any((folder / name).is_file() for name in templates)


def _as_template(lock: str) -> str:
    own = f'name = "{_NAME}"\nversion = "{_VERSION}"\n'
    if lock.count(own) != 1:
        raise BlueprintError(
            f"{_METADATA} does not say name and version as the design does, so the lock "
            "would be of one project only"
        )
    open_ = (
        'name = "{{ model.project.name }}"\nversion = "{{ model.project.version }}"\n'
    )
    return lock.replace(own, open_)
