"""What was proved once of the same files, by the same tools, is not proved again.

Only successes are kept, in the user's cache: a generator that is rewritten and generates the
same project has nothing to prove anew. BD_FRESH=1 proves everything.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from session import locked

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FOLDER = _CACHE / "bd-scaffold" / "tests"


def digest(folder: Path) -> str:
    """Return the hash of every file below a folder, with its name and its mode.

    Bytecode is left out, which a project's tests write for those that come after them.
    """
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix == ".pyc":
            continue
        mode = path.stat().st_mode & 0o111
        found.update(f"{path.relative_to(folder).as_posix()} {mode} ".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


@cache
def _environment() -> str:
    """Return what may change a verdict beside the project: Python and all packages."""
    packages = sorted(f"{each.name}=={each.version}" for each in distributions())
    return "\n".join([sys.version, platform.platform(), *packages])


def _place(subject: Iterable[str]) -> Path:
    text = "\0".join([_environment(), *subject])
    return FOLDER / f"{hashlib.sha256(text.encode()).hexdigest()}.txt"


def known(*subject: str) -> str | None:
    """Return what was said when this was proved, or None if it has to be."""
    place = _place(subject)
    if os.environ.get("BD_FRESH") or not place.exists():
        return None
    return place.read_text(encoding="utf-8")


def remember(said: str, *subject: str) -> None:
    """Keep what was said of something that holds."""
    place = _place(subject)
    place.parent.mkdir(parents=True, exist_ok=True)
    own = place.with_suffix(f".{os.getpid()}")
    own.write_text(said, encoding="utf-8")
    own.replace(place)


@contextmanager
def types_of_packages(project: str = "any") -> Iterator[Path]:
    """Lend the folder in which mypy remembers the packages that a project uses.

    Two projects have modules of the same names, and mypy tells these apart by size and second:
    where their packages' names are of one length, it takes the one's for the other's.
    """
    cache = FOLDER / "mypy" / project
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache):
        yield cache
