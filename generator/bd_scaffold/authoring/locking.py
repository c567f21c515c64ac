"""Locking the dependencies that a blueprint gives to projects, once for all of them."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
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
from ..sources.template_names import TemplateName
from ..tree import Tree
from . import contents, lock_parts
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
    files, apart = _rendered(folder)
    asked = lock_parts.wanted(
        {owner: _asked_for(text, apart) for owner, text in apart.items()}
    )
    resolved = _resolved(files, newer=newer, plain=is_base)
    # What a part needs can divide the lock by Python's version, for all that is in it.
    anew = {path: text for path, text in files.items() if path != LOCK}
    heads = {
        owner: lock_parts.head_of(
            _resolved({**anew, _METADATA: text}, newer=False, plain=is_base)
        )
        for owner, text in apart.items()
    }
    text = _as_template(lock_parts.marked(resolved, _NAME, asked, heads))
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


def _resolved(files: Tree, *, newer: bool, plain: bool) -> str:
    """Return the lock of a small project with all parts, which begins as the lock is now."""
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


def _asked_for(metadata: str, apart: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a part asks for beside what every project does."""
    always = apart[lock_parts.ALWAYS]
    found = _requirements(metadata)
    if metadata is always:
        return found
    known = _requirements(always)
    return [each for each in found if each not in known]


def _rendered(folder: Path) -> tuple[Tree, dict[str, str]]:
    """Return what a small project with all parts depends on, and the metadata with each part."""
    there = contents.read(folder)
    rendering = _rendering(folder)
    rows = {row["path"]: row for row in rendering.rows}
    files: Tree = {}
    if LOCK in rows and (locks := there.makers(LOCK)):
        text = lock_parts.union(there.files[str(locks[0])])
        template = rendering.templates.environment.from_string(text)
        files[LOCK] = template.render({"model": rendering.model})
    if _METADATA not in rows or not _is_there(folder, rows[_METADATA]["templates"]):
        return files, {}
    fills = [name for name in there.names if name.slot and name.output == _METADATA]
    parts = dict.fromkeys(name.source for name in fills if name.part)
    alone = [name for name in fills if not name.part]

    def metadata(of: Sequence[TemplateName]) -> str:
        row = rows[_METADATA]
        found = {slot: [str(n) for n in of if n.slot == slot] for slot in row["fills"]}
        return rendering.text({**row, "fills": found})

    files[_METADATA] = metadata(fills)
    apart = {lock_parts.ALWAYS: metadata(alone)}
    for part in parts:
        own = [name for name in fills if not name.part or name.source == part]
        apart[part] = metadata(own)
    return files, apart


def _rendering(folder: Path) -> Rendering:
    """Return a blueprint over the smallest of designs."""
    blueprint = Blueprint(str(folder), "", folder)
    words = pipeline.words_of(blueprint)
    design = pipeline.check(_DESIGN.encode(), "design.yaml", words)
    stored = store.dump(pipeline.build(design))
    made_with = recipe(blueprint, lambda: stored, {}, running=False)
    # There may be no lock yet, which a rendering that is watched would call a fault.
    answers = {**made_with.answers, "bd_model": stored}
    return Rendering(store.read(stored), folder, answers, seen=made_with.seen)


def _requirements(metadata: str) -> list[tuple[str, str]]:
    """Return what a `pyproject.toml` depends on: each group, and each requirement of it."""
    values = tomllib.loads(metadata)
    groups = {
        lock_parts.ALWAYS: values.get("project", {}).get("dependencies", []),
        **values.get("dependency-groups", {}),
    }
    return [(group, str(each)) for group, found in groups.items() for each in found]


def _is_there(folder: Path, templates: list[str]) -> bool:
    return any((folder / name).is_file() for name in templates)


_RECEIVES = "{# model: the whole design, resolved #}\n"


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
    return _RECEIVES + lock.replace(own, open_)
