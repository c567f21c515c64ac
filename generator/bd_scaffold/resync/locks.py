"""A lock is resolved anew, and never merged as text."""

from __future__ import annotations

from collections.abc import Callable

from ..render import uv
from ..sources import git
from ..sources.git import WorkTree
from .outcome import LOCK

_PYPI = "https://pypi.org/simple"


def renewed(tree: WorkTree, progress: Callable[[str], None]) -> str:
    """Resolve a project's lock anew; say so, or what is left to do where that failed."""
    progress(f"resolving {LOCK} anew")
    try:
        uv.lock(tree.folder, index=_index(tree))
    except uv.LockError as error:
        return (
            f"{LOCK} is the generated one, without your own dependencies: {error}; "
            "run `uv lock`"
        )
    git.refresh(tree, [LOCK])
    return f"{LOCK} was resolved anew, with your own dependencies"


def _index(tree: WorkTree) -> str:
    """Return PyPI where a committed lock names its files: a mirror's setting is not for a lock.

    An index that the project declares itself is everybody's, and uv knows it.
    """
    with git.objects(tree.folder) as objects:
        committed = objects.content(f"HEAD:{tree.prefix}{LOCK}") or b""
    settings = tree.folder / "pyproject.toml"
    declared = settings.is_file() and b"[[tool.uv.index]]" in settings.read_bytes()
    named = f'registry = "{_PYPI}"'.encode() in committed
    return _PYPI if named and not declared else ""
