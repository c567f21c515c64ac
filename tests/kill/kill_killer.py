"""Kills at random, and starts again what it has killed."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kill_cuts import Link
from kill_database import Database
from kill_processes import Part

_PARTING_SECONDS = 4.0
"""After so long a machine that is gone says nothing any more, and is forgotten."""


@dataclass
class Killer:
    """Whoever kills parts of a running service, and writes down which and when."""

    parts: Sequence[Part]
    chance: random.Random
    file: Path
    between: tuple[float, float] = (0.5, 3.0)
    """The seconds between one kill and the next."""
    down: tuple[float, float] = (0.0, 2.0)
    """The seconds that something stays away."""
    still: tuple[float, float] = (1.0, 8.0)
    """The seconds that something stands still: some of them outlast a lease."""
    losses: float = 0.5
    """The share of blows that take the machine of a server along, if it has one."""
    deaths: Counter[str] = field(default_factory=Counter)

    async def run(self, stop: asyncio.Event) -> None:
        """Kill until it is told to stop; by then all has been started again."""
        while not await _within(stop, self.chance.uniform(*self.between)):
            count = self.chance.choice([1, 1, 1, 2])
            count = min(count, len(self.parts))
            doomed = self.chance.sample(range(len(self.parts)), count)
            await asyncio.gather(*(self._kill(self.parts[each]) for each in doomed))
            for each in self.parts:
                if not each.runs:
                    self._note(each, "ended by itself")
                    each.start()

    async def _kill(self, part: Part) -> None:
        if part.is_slow and not part.listens:
            return
        if part.way is not None and self.chance.random() < self.losses:
            await self._lose(part, part.way)
            return
        one = isinstance(part, Database) and self.chance.random() < 0.3
        if one and isinstance(part, Database) and part.kill_one(self.chance):
            self._note(part, "killed one process")
            return
        if self.chance.random() < 0.2:
            part.freeze()
            self._note(part, "frozen")
            await asyncio.sleep(self.chance.uniform(*self.still))
            part.thaw()
            self._note(part, "thawed")
            return
        part.kill()
        self._note(part, "killed")
        await asyncio.sleep(self.chance.uniform(*self.down))
        part.start()
        self._note(part, "started")

    async def _lose(self, part: Part, way: Link) -> None:
        """Have another machine in place of its own, which is gone without a word."""
        await asyncio.to_thread(way.cut)
        part.kill()
        self._note(part, "lost")
        await asyncio.sleep(_PARTING_SECONDS)
        part.start()
        await asyncio.to_thread(way.heal)
        self._note(part, "replaced")

    def _note(self, part: Part, what: str) -> None:
        self.deaths[f"{part.name} {what}"] += 1
        with self.file.open("a") as log:
            said = {"at": time.time(), "part": part.name, "what": what}
            log.write(json.dumps(said) + "\n")


@dataclass
class Cutter:
    """Whoever cuts networks, heals them again, and writes down which and when."""

    ways: Mapping[str, Link]
    """By who goes to whom on it."""
    chance: random.Random
    file: Path
    lasts: tuple[float, float]
    """The seconds of a cut."""
    between: tuple[float, float] = (0.5, 3.0)
    cuts: Counter[str] = field(default_factory=Counter)

    async def run(self, stop: asyncio.Event) -> None:
        """Cut until it is told to stop; by then all is healed."""
        names = [*self.ways]
        while not await _within(stop, self.chance.uniform(*self.between)):
            some = self.chance.sample(names, self.chance.choice([1, 1, 2]))
            await asyncio.gather(*(self._cut(each, stop) for each in some))

    async def _cut(self, name: str, stop: asyncio.Event) -> None:
        lasts = self.chance.uniform(*self.lasts)
        out, back = self.chance.choice([(True, True), (True, False), (False, True)])
        await asyncio.to_thread(self.ways[name].cut, out=out, back=back)
        lost = {(True, True): "", (True, False): " there", (False, True): " back"}
        self._note(name, f"cut{lost[out, back]}")
        await _within(stop, lasts)
        await asyncio.to_thread(self.ways[name].heal)
        self._note(name, "healed")

    def _note(self, name: str, what: str) -> None:
        self.cuts[f"{name} {what}"] += 1
        with self.file.open("a") as log:
            log.write(
                json.dumps({"at": time.time(), "part": name, "what": what}) + "\n"
            )


async def _within(stop: asyncio.Event, seconds: float) -> bool:
    """Wait so long, or until it is set; return whether it is."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
