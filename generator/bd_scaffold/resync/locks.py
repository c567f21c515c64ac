"""A lock is resolved anew, and never merged as text."""

from __future__ import annotations

from collections.abc import Callable

from ..render import uv
from ..sources import git
from ..sources.git import WorkTree
from .outcome import LOCK


def renewed(tree: WorkTree, progress: Callable[[str], None]) -> str:
    """Resolve a project's lock anew; say so, or what is left to do where that failed."""
    progress(f"resolving {LOCK} anew")
    try:
        uv.lock(tree.folder)
    except uv.LockError as error:
        return (
            f"{LOCK} is the generated one, without your own dependencies: {error}; "
            "run `uv lock`"
        )
    git.refresh(tree, [LOCK])
    return f"{LOCK} was resolved anew, with your own dependencies"
