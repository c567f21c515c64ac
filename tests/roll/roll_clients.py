"""Clients who send parcels all the time, and expect each answer to be the one that they should get.

Each request has a connection of its own: that a proxy ends an idle one when it is told of other
pods is between the proxy and its clients.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import httpx

_PARCELS = "/api/v1/parcels"
SECONDS = 30.0
"""After so long an answer comes too late, which is a failure."""


@dataclass
class Load:
    """What many clients ask for until they are told to stop, and what went wrong."""

    url: str
    clients: int = 3
    pause: float = 0.15
    """At most so long does a client wait between two requests."""
    requests: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    """When each answer came."""
    longest: float = 0
    """The seconds of the slowest answer."""
    weights: dict[str, int] = field(default_factory=dict)
    """What each parcel weighs, by its number, as its client was told."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Have all of them begin."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()))
        self._thread.start()

    def stop(self) -> None:
        """Have each end what it has begun."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def gap(self) -> float:
        """The longest time in which nobody was answered anything."""
        at = sorted(self.answered)
        pairs = pairwise(at)
        return max((two - one for one, two in pairs), default=0)

    def __str__(self) -> str:
        total = sum(self.requests.values())
        return (
            f"{total} requests {dict(self.requests)}, {len(self.failures)} failures, "
            f"slowest answer {self.longest:.2f} s, longest gap {self.gap:.2f} s"
        )

    async def _all(self) -> None:
        limits = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(
            base_url=self.url, limits=limits, timeout=SECONDS
        ) as http:
            await asyncio.gather(
                *(self._client(http, each) for each in range(self.clients))
            )

    async def _client(self, http: httpx.AsyncClient, client: int) -> None:
        chance, parcels = random.Random(client), 0
        while not self._stop.is_set():
            parcels += 1
            await self._parcel(http, f"{client}-{parcels}", chance)

    async def _parcel(
        self, http: httpx.AsyncClient, number: str, chance: random.Random
    ) -> None:
        """Make a parcel, weigh it now and then, and look at it."""
        told = {"weight": chance.randrange(1000), "label": f"to {number}"}
        sent = {"number": number, "shelf": "A1", **told}
        made = await self._ask(http, "POST", _PARCELS, 201, chance, sent)
        if made is None:
            return
        path = f"{_PARCELS}/{made['id']}"
        for _ in range(chance.randrange(1, 4)):
            told["weight"] = chance.randrange(1000)
            sent = {"weight": told["weight"]}
            if await self._ask(http, "PATCH", path, 200, chance, sent) is None:
                return
            self._compare(number, told, await self._ask(http, "GET", path, 200, chance))
        found = await self._ask(http, "GET", f"{_PARCELS}?number={number}", 200, chance)
        if found is not None:
            self._compare(number, told, *found["data"])
            self.weights[number] = told["weight"]

    def _compare(self, number: str, told: Any, *answers: Any) -> None:
        for each in answers:
            if each is not None and not told.items() <= each.items():
                self.failures.append(f"{number} should be {told}, and is {each}")
        if not answers:
            self.failures.append(f"{number} should be {told}, and is nowhere")

    async def _ask(
        self,
        http: httpx.AsyncClient,
        method: str,
        path: str,
        status: int,
        chance: random.Random,
        body: Any = None,
    ) -> Any:
        """Ask once, and never again; return the answer's body, if it is the one to get."""
        await asyncio.sleep(chance.uniform(0, self.pause))
        self.requests[method] += 1
        began = time.monotonic()
        try:
            answer = await http.request(method, path, json=body)
        except httpx.HTTPError as error:
            self.failures.append(f"{method} {path}: {error!r}")
            return None
        now = time.monotonic()
        self.longest = max(self.longest, now - began)
        if answer.status_code != status:
            said = f"{answer.status_code} {answer.text[:200]}"
            self.failures.append(f"{method} {path}: {said}")
            return None
        self.answered.append(now)
        return answer.json()
