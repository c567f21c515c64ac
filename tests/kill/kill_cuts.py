"""Networks that are cut without a word: packets go, and neither side hears of it.

A process in a network namespace has a pair of interfaces for each that it talks to. A cut has a
side address its packets to nobody, so that connections stay open on both sides and no error comes
back, as where a cable is pulled behind a switch.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

_NOBODY = "02:00:00:00:00:fe"


def why_not() -> str | None:
    """Return what is missing for namespaces, if something is."""
    if os.geteuid() != 0:
        return "only root makes network namespaces"
    if shutil.which("ip") is None:
        return "there is no `ip`: apt install iproute2"
    name = f"killed{os.getpid()}"
    made = subprocess.run(
        ["ip", "netns", "add", name], capture_output=True, check=False
    )
    if made.returncode:
        return f"no network namespace can be made: {made.stderr.decode().strip()}"
    _ip("netns", "delete", name)
    return None


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a namespace to what runs outside of it."""

    namespace: str
    device: str
    """Outside; the one inside has the same name with an `i`."""
    outside: str
    inside: str

    def lay(self) -> None:
        """Make the way."""
        there = f"{self.device}i"
        _ip("link", "add", self.device, "type", "veth", "peer", "name", there)
        _ip("link", "set", there, "netns", self.namespace)
        _ip("address", "add", f"{self.outside}/30", "dev", self.device)
        _ip("link", "set", self.device, "up")
        self._within("address", "add", f"{self.inside}/30", "dev", there)
        self._within("link", "set", there, "up")

    def cut(self, *, out: bool = True, back: bool = True) -> None:
        """Lose what is sent from the namespace, and what is sent to it."""
        nobody = ("lladdr", _NOBODY, "nud", "permanent")
        if out:
            there = f"{self.device}i"
            self._within("neigh", "replace", self.outside, "dev", there, *nobody)
        if back:
            _ip("neigh", "replace", self.inside, "dev", self.device, *nobody)

    def heal(self) -> None:
        """Lose nothing any more."""
        there = f"{self.device}i"
        self._within("neigh", "flush", "dev", there, "nud", "permanent")
        _ip("neigh", "flush", "dev", self.device, "nud", "permanent")

    def _within(self, *arguments: str) -> None:
        _ip("-n", self.namespace, *arguments)


@dataclass(frozen=True, slots=True)
class Place:
    """A network namespace, in which a process runs as on a machine of its own."""

    name: str
    links: Sequence[Link]

    @property
    def prefix(self) -> list[str]:
        """Return what starts a program there."""
        return ["ip", "netns", "exec", self.name]


@contextmanager
def place(number: int, ways: int) -> Iterator[Place]:
    """Yield a namespace with ways to the outside; what runs there has to end before it does."""
    name = f"killed{os.getpid()}n{number}"
    tag = f"k{os.getpid() % 100000}n{number}"
    links = [
        Link(
            namespace=name,
            device=f"{tag}w{way}",
            outside=f"10.{os.getpid() % 200 + 20}.{number}.{4 * way + 1}",
            inside=f"10.{os.getpid() % 200 + 20}.{number}.{4 * way + 2}",
        )
        for way in range(ways)
    ]
    _ip("netns", "add", name)
    try:
        _ip("-n", name, "link", "set", "lo", "up")
        # What is killed there says so for a second, not for minutes: its machine is lost, too.
        _ip("netns", "exec", name, "sysctl", "-qw", "net.ipv4.tcp_orphan_retries=1")
        for each in links:
            each.lay()
        yield Place(name, links)
    finally:
        _ip("netns", "delete", name)


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, check=False)
    assert done.returncode == 0, f"ip {' '.join(arguments)}: {done.stderr.decode()}"
