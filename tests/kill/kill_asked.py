"""What clients asked for, and what they were told, as they wrote it down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

YES, NO, UNKNOWN, UNSENT = "yes", "no", "unknown", "unsent"
"""It was done; it was refused; nobody knows, since the answer was lost; it was never sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and its answer."""

    order: str
    did: str
    """`create`, `revise`, or a transition."""
    answer: str
    status: int = 0
    """Of the answer, where there was one."""
    revision: int = 0
    at: float = 0
    until: float = 0
    client: int = 0
    app: int = 0


class Notebook:
    """Asked requests, written down one by one."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", buffering=1)

    def note(self, asked: Asked) -> None:
        self._file.write(json.dumps(asdict(asked)) + "\n")

    def close(self) -> None:
        self._file.close()


def read(file: Path) -> Iterator[Asked]:
    """Yield what stands in a notebook."""
    with file.open() as lines:
        for line in lines:
            yield Asked(**json.loads(line))
