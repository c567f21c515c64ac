"""What the commands for blueprints' authors say, in lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from .new import Started
from .override import Overlay


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
