"""Starting a file of one's own that stands for one of the base's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import did_you_mean
from ..render import write
from ..sources.stack import BlueprintError
from ..sources.template_names import TemplateName
from . import contents, extension_points
from .contents import Contents

_FOLDERS = {
    "__package__": r"[a-z_][a-z0-9_]*",
    "__area__": r"src/[^/]+/[^/]+",
    "__slice__": r"src/[^/]+/(?:[^/]+/)?[^/]+",
    "__tests__": r"tests/(?:[^/]+/)?[^/]+",
    "__entity__": r"[a-z_][a-z0-9_]*",
    "__decision__": r"[0-9]+-[^/]+",
    "__version__": r"v[0-9]+",
    "__dependency__": r"src/[^/]+/outbound/[^/]+",
    "__environment__": r"deploy/kubernetes/overlays/[^/]+",
    "__environment_name__": r"[a-z][-a-z0-9]*",
    "__chart__": r"[a-z][-a-z0-9]*",
    "__cloud__": r"deploy/aws/environments/[^/]+",
}
"""What the open parts of a template's path are in a project."""

_OPEN = re.compile(
    r"(__(?:package|area|slice|tests|entity|decision|version|dependency|environment"
    r"|environment_name|chart|cloud)__)"
)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A file of one's own, as it was started."""

    path: str  # in the blueprint
    output: str  # as the manifest calls it
    beneath: str  # the template that it stands for
    extends: bool
    blocks: tuple[str, ...]  # to fill
    slots: tuple[str, ...]  # that `--slot` fills


@dataclass(frozen=True, slots=True)
class Fill:
    """A text of one's own for a slot, as it was started."""

    path: str  # in the blueprint
    output: str
    slot: str
    manifest: str  # where its row belongs


def start(folder: Path, file: str, *, extend: bool | None) -> Overlay:
    """Write the start of an overlay; it extends what has blocks if nothing else is asked."""
    there = contents.read(folder)
    contents.own_only(there.stack, folder)
    output = _output(file, there)
    beneath = there.shadowed(output)
    if beneath is None:
        raise BlueprintError(
            f"{output} has no template in a layer below: it is your own already"
        )
    path = contents.template(there.own, output)
    if path in there.files:
        raise BlueprintError(f"{path} is there already")
    found = extension_points.all_blocks(beneath, there.files)
    if extend and not found:
        raise BlueprintError(
            f"{beneath} has no blocks to fill: `--replace` makes the whole file yours"
        )
    extends = bool(found) if extend is None else extend
    text = _extending(beneath, there) if extends else there.files[beneath]
    write.replace(folder / path, text.encode())
    blocks = tuple(found) if extends else ()
    slots = tuple(extension_points.all_slots(beneath, there.files)) if extends else ()
    return Overlay(path, output, beneath, extends, blocks, slots)


def fill(folder: Path, file: str, slot: str) -> Fill:
    """Write the start of a text for a slot that a layer below offers."""
    there = contents.read(folder)
    contents.own_only(there.stack, folder)
    output = _output(file, there)
    known = [name for path, name in sorted(there.slots(own=False)) if path == output]
    if slot not in known:
        hint = did_you_mean(slot, known) or (
            f"It has {', '.join(known)}." if known else "It has none."
        )
        raise BlueprintError(f'{output} has no slot "{slot}". {hint}')
    path = str(TemplateName(there.own, "", output, slot))
    if path in there.files:
        raise BlueprintError(f"{path} is there already")
    beneath = there.shadowed(output)
    shape = _shape(there.files[beneath]) if beneath else _MODEL
    write.replace(folder / path, f"{shape}\n".encode())
    return Fill(path, output, slot, f"{there.own}/{contents.MANIFEST}")


def _output(file: str, there: Contents) -> str:
    """Return the output that an author means: by its template's path, or by a project's file."""
    known = there.rows(own=False)
    if _plain(file, there) in known:
        return _plain(file, there)
    if (helper := there.shadowed(_plain(file, there))) is not None:
        raise BlueprintError(
            f"{helper} is no output: other templates name it by its full path, so a file "
            "of yours would not stand for it"
        )
    found = _made_by(file, known)
    if len(found) == 1:
        return found[0]
    if found:
        raise BlueprintError(
            f"{file} may be of {' or '.join(found)}: say which of them you mean"
        )
    hint = did_you_mean(file, known)
    raise BlueprintError(
        f'"{file}" is no output of the layers below.{hint and " "}{hint}'
    )


def _plain(file: str, there: Contents) -> str:
    """Return a path without what may stand around it: a layer's folder, the suffix."""
    path = file.removeprefix("./").removesuffix(".jinja")
    for source in there.sources():
        path = path.removeprefix(f"{source}/outputs/")
    return path


def _made_by(file: str, outputs: Iterable[str]) -> list[str]:
    """Return the outputs that a project's file may be of, which say most of its path."""
    fitting = [each for each in outputs if _pattern(each).fullmatch(file)]
    said = {each: len(_OPEN.sub("", each)) for each in fitting}
    return [each for each in fitting if said[each] == max(said.values())]


def _pattern(output: str) -> re.Pattern[str]:
    parts = _OPEN.split(output)
    return re.compile("".join(_FOLDERS.get(part, re.escape(part)) for part in parts))


def _extending(beneath: str, there: Contents) -> str:
    return "\n".join(_lines(beneath, there)) + "\n"


def _lines(beneath: str, there: Contents) -> Iterator[str]:
    yield _shape(there.files[beneath])
    yield f'{{% extends "{beneath}" %}}'
    yield "{# Keep the blocks that you fill, and delete the others: they stay as they are below. #}"
    for block in extension_points.all_blocks(beneath, there.files).values():
        if not block.inside:
            yield from ("", f"{{% block {block.name} %}}", *_kept(block.text))


_MODEL = "{# model: the whole design, resolved #}"


def _shape(text: str) -> str:
    """Return the comment in which a template says what it receives."""
    first = text.partition("\n")[0]
    return first if first.startswith("{#") and first.endswith("#}") else _MODEL


def _kept(text: str) -> Iterator[str]:
    """Yield a block's lines that leave it as it is, and show what that is."""
    if not text.strip():
        yield "{% endblock %}"
        return
    if "#}" not in text:
        yield from ("{# This stands there now:", text.rstrip("\n"), "#}")
    yield "{{ super() }}{% endblock %}"
