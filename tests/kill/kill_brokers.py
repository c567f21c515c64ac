"""What carries events between processes, each a server of its own that keeps what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kill_processes import Part


@dataclass(frozen=True)
class Broker:
    """How a kind of broker is started, and how a project is told of one."""

    name: str
    part: Part
    variable: str
    """The setting that has its URL."""
    scheme: str

    def url_at(self, host: str) -> str:
        """Return its URL for those who reach it by an address."""
        return f"{self.scheme}{host}:{self.part.address[1]}"


def broker(_name: str, _folder: Path) -> Broker:
    """Return a broker of a kind, which is not started."""
    raise NotImplementedError
