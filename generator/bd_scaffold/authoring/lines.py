"""What the commands that make a blueprint say, in lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from .locking import Locked
from .new import Started
from .override import Fill, Overlay
from .release import Released


def section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines under a title, if there are any."""
    listed = list(lines)
    if listed:
        yield from ("", title, *(f"  {line}" for line in listed))


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
        yield f"  blocks: {', '.join(overlay.blocks)}"
        if overlay.slots:
            yield f"  slots, which `--slot` fills: {', '.join(overlay.slots)}"
    else:
        yield f"{overlay.path} replaces {overlay.beneath}, and is a copy of it now"


def fill_lines(fill: Fill) -> Iterator[str]:
    """Yield what `blueprint override --slot` wrote, and what comes next."""
    yield f"{fill.path} fills the slot {fill.slot} of {fill.output}"
    yield f'  add ["{fill.output}", "{fill.slot}"] to `fills` in {fill.manifest}'


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


def released_lines(done: Released) -> Iterator[str]:
    """Yield what `blueprint release` did, and what comes next."""
    newest = done.versions[-1]
    if done.tagged:
        yield f"Released {done.name} {newest}: `git push --tags` gives it out"
    listed = ", ".join(done.versions)
    yield f"{done.bundle.name} holds {listed}: `uv build` makes the package of it"
