"""What the commands for blueprints' authors say, in lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import shadows
from .listing import Known, Output, Shown
from .locking import Locked
from .new import Started
from .override import Overlay
from .passages import Passage
from .release import Released
from .upgrade import TAKE_BACK, Behind, Upgrade


def started_lines(started: Started, destination: Path) -> Iterator[str]:
    """Yield what `blueprint new` made, and what comes next."""
    yield (
        f"Started the blueprint {started.name} in {destination}, on {started.version} "
        f"of {started.source}"
    )
    if not started.repository:
        yield "It lies inside another repository, so it got none of its own."
    yield from (
        "",
        "Next:",
        f"  cd {shlex.quote(str(destination))}",
        "  bd-scaffold blueprint override Dockerfile   # a file of yours for one of the base's",
        "  bd-scaffold blueprint test                  # projects made from it, tested",
        "  bd-scaffold blueprint release v0.1.0        # then services can be made from it",
    )


def overlay_lines(overlay: Overlay) -> Iterator[str]:
    """Yield what `blueprint override` wrote."""
    if overlay.extends:
        yield f"{overlay.path} extends {overlay.beneath}"
        yield f"  seams: {', '.join(overlay.seams)}"
    else:
        yield f"{overlay.path} replaces {overlay.beneath}, and is a copy of it now"


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
    if done.older == done.newer:
        yield f"Nothing to do: {done.older} is the newest version of {done.source}"
        return
    yield f"Base: {done.older} → {done.newer} of {done.source}"
    yield from _section("What changes in your projects", _notes(done))
    yield from _section("Your files", _concerns(done))
    yield from _section("New seams", (f"{file}: {seam}" for file, seam in done.seams))
    yield from _section("New outputs", done.added)
    yield from _section("Outputs that are no more", done.removed)
    yield from _section("To do", _to_do(done))
    yield ""
    yield (
        "All of it is staged: `git diff --cached` shows it. Try it with `bd-scaffold "
        "blueprint test`, and commit it; or take it back:"
    )
    yield f"  {TAKE_BACK}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield from ("", title, *(f"  {line}" for line in listed))


def _notes(done: Upgrade) -> Iterator[str]:
    for layer, note in done.notes:
        yield f"{layer} {note.version}"
        yield from (f"  {line}" for line in note.text.splitlines())


def _concerns(done: Upgrade) -> Iterator[str]:
    if not done.concerns:
        yield "stand before nothing that changed"
    for each in done.concerns:
        yield f"{each.path}: {_SAID[each.verdict].format(beneath=each.beneath)}"
        if each.was:
            yield f"  it moved along, from {each.was}"
        for passage in each.passages:
            yield from (f"  {line}" for line in _view(passage, done))


_SAID = {
    shadows.MERGED: "{beneath} changed, and the changes are merged into your copy",
    shadows.CONFLICT: "in conflict: {beneath} changed where your copy did",
    shadows.NEEDLESS: "says what {beneath} says now: you can delete it",
    shadows.FOLLOWS: "{beneath} changed, and yours follows it",
    shadows.STALE: "{beneath} changed in a block that you fill: does yours still fit?",
    shadows.LOST: "{beneath} has a block of yours no more, so nobody prints it",
    shadows.GONE: "the base has no such file any more: list it as your own, or delete it",
    shadows.BETWEEN: "what stands beneath it is now {beneath}: extend that, or replace it",
    shadows.MEETS: "the base has {beneath} now, and yours stands for it",
    shadows.RELOCK: "the base's lock changed, and yours has to be made anew",
    shadows.MOVED: "as it was",
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
            yield f"{each.path}: {_ASKED[each.verdict].format(blocks=', '.join(each.blocks))}"
    for path in done.dropped:
        yield f'manifest.jinja drops "{path}", which the base has no more: take it out'
    if done.model:
        yield (
            f"the templates are for version {done.model[1]} of the model now, not "
            f"{done.model[0]}: `bd-scaffold blueprint lint` says what they read amiss"
        )


_ASKED = {
    shadows.CONFLICT: "resolve the marked lines, and `git add` it",
    shadows.LOST: "move what stands in {blocks} to a block that there is",
    shadows.GONE: "list it in manifest.jinja, or delete it",
    shadows.BETWEEN: "build it on what is beneath it now",
    shadows.RELOCK: "`bd-scaffold blueprint lock`",
}


def upgrade_json(done: Upgrade) -> dict[str, Any]:
    """Return the same for tools."""
    return {
        "source": done.source,
        "from": done.older,
        "to": done.newer,
        "files": [{**asdict(each), "open": each.open} for each in done.concerns],
        "dropped": list(done.dropped),
        "seams": [{"output": file, "seam": seam} for file, seam in done.seams],
        "added": list(done.added),
        "removed": list(done.removed),
        "notes": [{"layer": layer, **asdict(note)} for layer, note in done.notes],
        "model": list(done.model) if done.model else None,
        "settled": done.settled,
    }


def released_lines(done: Released) -> Iterator[str]:
    """Yield what `blueprint release` did, and what comes next."""
    newest = done.versions[-1]
    if done.tagged:
        yield f"Released {done.name} {newest}: `git push --tags` gives it out"
    listed = ", ".join(done.versions)
    yield f"{done.bundle.name} holds {listed}: `uv build` makes the package of it"


def known_lines(found: Iterable[Known]) -> Iterator[str]:
    """Yield the blueprints of this machine."""
    for each in found:
        yield f"{each.name}  {each.address}  with {each.origin}"
        yield f"  {', '.join(each.versions)}"


def shown_lines(shown: Shown) -> Iterator[str]:
    """Yield what a blueprint is made of."""
    base = shown.extends
    on = f", on {base.version} of {base.source}" if base else ""
    yield f"{shown.name}{on}, for version {shown.model} of the model"
    yield from _section("Layers, the lowest first", _layers(shown))
    if base:
        yield from _section("Its own files", map(_own_output, shown.own))
    dropped = (f"{path}, by {layer}" for path, layer in shown.dropped)
    yield from _section("Dropped", dropped)
    words = (f"{word}, of {layer}" for layer, word in shown.words)
    yield from _section("Words", words)
    asked = (f"{question}, of {layer}" for layer, question in shown.questions)
    yield from _section("Questions", asked)
    yield from _section("Outputs, their layers and their seams", _outputs(shown))
    if shown.owned:
        yield ""
        yield (
            f"The team owns {shown.owned.lines} lines; in a fork it would own "
            f"{shown.owned.fork}: {shown.owned.share} %"
        )


def _layers(shown: Shown) -> Iterator[str]:
    for layer in shown.layers:
        made = sum(each.layer == layer.name for each in shown.outputs)
        yield f"{layer.name} {layer.version or '(its own)'}: {made} outputs"


def _own_output(output: Output) -> str:
    if not output.how:
        return f"{output.path} is new"
    fills = f", and fills {', '.join(output.fills)}" if output.fills else ""
    return f"{output.path} {output.how} {output.beneath}'s{fills}"


def _outputs(shown: Shown) -> Iterator[str]:
    for each in shown.outputs:
        seams = f": {', '.join(each.seams)}" if each.seams else ""
        yield f"{each.path} ({each.layer}){seams}"


def shown_json(shown: Shown) -> dict[str, Any]:
    """Return the same for tools."""
    owned = shown.owned
    return {
        "name": shown.name,
        "model": shown.model,
        "extends": asdict(shown.extends) if shown.extends else None,
        "layers": [asdict(each) for each in shown.layers],
        "outputs": [asdict(each) for each in shown.outputs],
        "dropped": [{"output": path, "layer": layer} for path, layer in shown.dropped],
        "words": [{"layer": layer, "word": word} for layer, word in shown.words],
        "questions": [
            {"layer": layer, "name": name} for layer, name in shown.questions
        ],
        "owned": {**asdict(owned), "share": owned.share} if owned else None,
    }


def locked_lines(locked: Locked) -> Iterator[str]:
    """Yield what `blueprint lock` wrote."""
    yield (
        f"{locked.path} is made anew"
        if locked.changed
        else f"{locked.path} is as it has to be"
    )
    if locked.hosts:
        yield (
            f"  every project will ask {', '.join(locked.hosts)}, as this machine does: "
            "is that reachable for all of them?"
        )
