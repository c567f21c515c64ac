"""What is watched of commands that a timer runs: nothing, and why."""

from __future__ import annotations

from ...language.design import Design
from . import Untold, Watched
from .scope import package


def rows(design: Design) -> Watched:
    """Return what no alert tells of rows that are kept for a time."""
    return Watched(
        name="retention",
        title="Retention",
        untold=(
            Untold(
                "Rows are kept for longer than they may be",
                f"`python -m {package(design)}.retention` is run by a timer of yours, which has "
                "to tell of a run that fails or does not come; a row that others refer to stays, "
                "so that its age says nothing",
            ),
        ),
    )


def files(design: Design) -> Watched:
    """Return what no alert tells of files."""
    return Watched(
        name="files",
        title="Files",
        untold=(
            Untold(
                "Files that no row names are kept",
                f"they cost room and nothing else until `python -m {package(design)}.files "
                "sweep` is run; whoever watches the store sees how full it is",
            ),
        ),
    )
