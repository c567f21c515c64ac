"""What is wrong with a blueprint, found by reading it: nothing of it is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...sources import stack
from ...sources.stack import BlueprintError
from .. import contents, manifests, templates
from ..findings import Finding, in_order
from . import files, layering, parts, reading, writing


def lint(folder: Path) -> tuple[Finding, ...]:
    """Return all that is wrong with the blueprint in a folder, by file and line."""
    return in_order(_findings(folder))


_PLACED = re.compile(rf"{re.escape(stack.FILE)}(?::(\d+))?: ")


def _findings(folder: Path) -> Iterator[Finding]:
    try:
        said = stack.read(folder)
    except BlueprintError as error:
        is_there = (folder / stack.FILE).is_file()
        hint = "" if is_there else "`bd-scaffold blueprint new` starts one."
        for fault in str(error).splitlines():
            placed = _PLACED.match(fault)
            line = int(placed[1] or 1) if placed else 1
            message = fault[placed.end() :] if placed else fault
            message = message if is_there else f"{message}."
            yield Finding(stack.FILE, line, "BL101", message, hint)
        return
    asked = files.questions(folder, said)
    found = templates.read(folder, said)
    listed = {
        source: manifests.read(folder, source, asked)
        for source in contents.read(folder).sources()
        if (folder / source / contents.MANIFEST).is_file()
    }
    yield from files.findings(folder, said)
    yield from layering.findings(said, found, listed)
    yield from parts.findings(said, found, listed)
    words = files.words(folder, said)
    for template in found.found.values():
        if template.layer == said.own.name:
            yield from writing.findings(template)
            yield from reading.findings(template, found, asked, words)
