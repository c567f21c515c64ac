"""Limits for what somebody else wrote: it comes to an end, and it fits."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

SECONDS = 20
"""How long the processor may work on one file."""

ROOM = 2 << 30
"""How many bytes a file may need on the way."""

SIZE = 64 << 20
"""How many characters a file may have."""


class LimitError(Exception):
    """Something needed more than it may have."""


@contextmanager
def limited(seconds: float, room: int) -> Iterator[None]:
    """Stop what takes more of the processor's time or of the memory, on systems that can."""
    with _of_time(seconds), _of_memory(room):
        yield


@contextmanager
def _of_time(seconds: float) -> Iterator[None]:
    here = threading.current_thread() is threading.main_thread()
    if not here or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: Any) -> NoReturn:
        raise LimitError(f"it takes more than {seconds:g} seconds")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)  # again, should it be caught
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _of_memory(room: int) -> Iterator[None]:
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError, ValueError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + room
    if soft == resource.RLIM_INFINITY or most < soft:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    except MemoryError as error:
        raise LimitError("it needs too much memory") from error
    finally:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
