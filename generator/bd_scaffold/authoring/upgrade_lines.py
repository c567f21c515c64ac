"""What an upgrade of a base has to report, in lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from . import shadows
from .lines import section
from .passages import Passage
from .shadows import Concern
from .upgrade import TAKE_BACK, Behind, Upgrade


def behind_lines(found: Behind) -> Iterator[str]:
    """Yield whether a blueprint's base is the newest one."""
    if found.is_behind:
        yield (
            f"The base is {found.version}, and {found.source} has {found.newest}: "
            "`bd-scaffold blueprint upgrade` brings it in"
        )
    else:
        yield f"The base is {found.version}, the newest version of {found.source}"


def upgrade_lines(done: Upgrade) -> Iterator[str]:
    """Yield what a newer base brought, and what it means for each file of one's own."""
    if not done.laid:
        yield f"Nothing to do: {done.older} is the newest version of {done.source}"
        return
    yield f"Base: {done.older} → {done.newer} of {done.source}"
    yield from section("What changes in your projects", _notes(done))
    yield from section("Your files", _concerns(done))
    new = (f"{file}: {name}" for file, name in done.points)
    yield from section("New extension points", new)
    yield from section("New outputs", done.added)
    yield from section("Removed outputs", done.removed)
    yield from section("To do", _to_do(done))
    yield ""
    yield (
        "All of it is staged: `git diff --cached` shows it. Try it with `bd-scaffold "
        "blueprint test`, and commit it; or take it back:"
    )
    yield f"  {TAKE_BACK}"


def _notes(done: Upgrade) -> Iterator[str]:
    for layer, note in done.notes:
        yield f"{layer} {note.version}"
        yield from (f"  {line}" for line in note.text.splitlines())


def _concerns(done: Upgrade) -> Iterator[str]:
    if not done.concerns:
        yield "are not affected"
    for each in done.concerns:
        yield f"{each.path}: {_SAID[each.verdict].format(beneath=each.beneath)}"
        if each.was:
            yield f"  moved, from {each.was}"
        for passage in each.passages:
            yield from (f"  {line}" for line in _view(passage, done))


_SAID = {
    shadows.MERGED: "{beneath} changed, and the changes are merged into your copy",
    shadows.CONFLICT: "in conflict: {beneath} changed where your copy did",
    shadows.NEEDLESS: "says what {beneath} says now: you can delete it",
    shadows.FOLLOWS: "{beneath} changed, and yours follows it",
    shadows.STALE: "{beneath} changed in a block that you fill: does yours still fit?",
    shadows.LOST: "{beneath} no longer has a block that you fill, so its text is left out",
    shadows.GONE: "the base no longer has such a file: list it as your own, or delete it",
    shadows.BETWEEN: "what stands beneath it is now {beneath}: extend that, or replace it",
    shadows.MEETS: "the base has {beneath} now, and yours stands for it",
    shadows.RELOCK: "the base's lock changed, and yours has to be made anew",
    shadows.MOVED: "as it was",
    shadows.USES: "it uses {beneath}, which changed",
    shadows.MISSING: "it uses {beneath}, which no longer exists",
    shadows.UNOFFERED: "{beneath} no longer has a slot that you fill, so its text is left out",
    shadows.AROUND: "{beneath} changed around a slot that you fill: does yours still fit?",
}


def _view(passage: Passage, done: Upgrade) -> Iterator[str]:
    """Yield a change of the base beside the place in one's own file."""
    where = f"block {passage.block}, " if passage.block else ""
    yield f"{where}{done.older} → {done.newer}"
    yield from (f"  {line}" for line in passage.diff)
    if passage.keeps:
        yield f"yours, line {passage.line}, prints it with super()"
    elif passage.own:
        yield f"yours, line {passage.line}"
        yield from (f"  |{line}" for line in passage.own)
    else:
        yield f"yours, line {passage.line}, has nothing there"


def _to_do(done: Upgrade) -> Iterator[str]:
    for each in done.concerns:
        if each.open:
            yield f"{each.path}: {_asked(each)}"
    for path in done.dropped:
        yield f'manifest.jinja drops "{path}", which the base no longer has: remove it'
    if done.model:
        yield (
            f"the templates are for version {done.model[1]} of the model now, not "
            f"{done.model[0]}: `bd-scaffold blueprint lint` says what they read amiss"
        )


def _asked(concern: Concern) -> str:
    blocks = ", ".join(concern.blocks)
    return _ASKED[concern.verdict].format(blocks=blocks, beneath=concern.beneath)


_ASKED = {
    shadows.CONFLICT: "resolve the marked lines, and `git add` it",
    shadows.LOST: "move what stands in {blocks} to a block that there is",
    shadows.GONE: "list it in manifest.jinja, or delete it",
    shadows.BETWEEN: "build it on what is beneath it now",
    shadows.RELOCK: "`bd-scaffold blueprint lock`",
    shadows.MISSING: "do without {beneath}",
    shadows.UNOFFERED: "fill another slot or block than {blocks}",
}


def upgrade_json(done: Upgrade) -> dict[str, Any]:
    """Return the same for tools."""
    return {
        "source": done.source,
        "from": done.older,
        "to": done.newer,
        "files": [{**asdict(each), "open": each.open} for each in done.concerns],
        "dropped": list(done.dropped),
        "extension_points": [
            {"output": file, "name": name} for file, name in done.points
        ],
        "added": list(done.added),
        "removed": list(done.removed),
        "notes": [{"layer": layer, **asdict(note)} for layer, note in done.notes],
        "model": list(done.model) if done.model else None,
        "settled": done.settled,
    }
