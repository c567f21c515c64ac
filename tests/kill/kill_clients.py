"""Clients of the shop, who order, change their minds, and write down what they are told."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from kill_asked import NO, UNKNOWN, UNSENT, YES, Asked, Notebook

_ORDERS = "/api/v1/orders"
_SECONDS = 10.0
"""After so long a client stops waiting for an answer."""


@dataclass
class Load:
    """How much is asked for, until when."""

    seconds: float
    orders: int = 0
    """At least so many are placed, however long that takes."""
    placed: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        long_enough = time.monotonic() - self.began > self.seconds
        return long_enough and self.placed >= self.orders


class Client:
    """One client, who asks for one thing after the other, by whatever process answers."""

    def __init__(
        self, number: int, seed: int, apps: Sequence[str], notebook: Notebook
    ) -> None:
        self._number = number
        self._chance = random.Random(f"{seed}-{number}")
        self._apps = apps
        self._notebook = notebook
        self._orders = 0

    async def run(self, load: Load) -> None:
        """Order until the load is over."""
        async with httpx.AsyncClient(timeout=_SECONDS) as http:
            while not load.is_over:
                await self._order(http, load)

    async def _order(self, http: httpx.AsyncClient, load: Load) -> None:
        self._orders += 1
        number = f"{self._number}-{self._orders}"
        if await self._insist(http, load, number, "create") == UNKNOWN:
            return
        key = await self._key(http, load, number)
        if key is None:
            return
        revision = 0
        for did in self._steps():
            if did == "revise":
                revision += 1
            if did == "place" and self._chance.random() < 0.2:
                answers = await self._race(http, number, key)
            else:
                ask = self._insist(http, load, number, did, key, revision)
                answers = [await ask]
            load.placed += did == "place" and YES in answers
            if UNKNOWN in answers and YES not in answers:
                return

    def _steps(self) -> list[str]:
        """Return what becomes of an order, after it was made."""
        revised = ["revise"] * self._chance.choice([0, 0, 1, 3])
        further = self._chance.choice([[], [], ["pack"], ["pack", "revise", "ship"]])
        return [*revised, "place", *further]

    async def _race(
        self, http: httpx.AsyncClient, number: str, key: str
    ) -> Sequence[str]:
        """Ask all processes at once to place an order."""
        apps = range(len(self._apps))
        return await asyncio.gather(
            *(self._ask(http, app, number, "place", key) for app in apps)
        )

    async def _insist(
        self,
        http: httpx.AsyncClient,
        load: Load,
        number: str,
        did: str,
        key: str = "",
        revision: int = 0,
    ) -> str:
        """Ask for something until the answer is one, or enough was tried."""
        while True:
            app = self._chance.randrange(len(self._apps))
            answer = await self._ask(http, app, number, did, key, revision)
            if answer in {YES, NO}:
                return answer
            # Another change of the same kind: what is on its way may still arrive.
            if did == "revise" or load.is_over or self._chance.random() < 0.1:
                return UNKNOWN if did != "revise" else answer
            await asyncio.sleep(self._chance.uniform(0, 0.3))

    async def _ask(
        self,
        http: httpx.AsyncClient,
        app: int,
        number: str,
        did: str,
        key: str = "",
        revision: int = 0,
    ) -> str:
        """Ask once, and write down the answer."""
        at = time.time()
        status = 0
        try:
            answer = await self._send(http, app, number, did, key, revision)
            status = answer.status_code
            said = YES if status < 300 else NO if status < 500 else UNKNOWN
        except httpx.ConnectError:
            said = UNSENT
        except httpx.TransportError:
            said = UNKNOWN
        self._notebook.note(
            Asked(
                order=number,
                did=did,
                answer=said,
                status=status,
                revision=revision,
                at=at,
                until=time.time(),
                client=self._number,
                app=app,
            )
        )
        return said

    async def _send(
        self,
        http: httpx.AsyncClient,
        app: int,
        number: str,
        did: str,
        key: str,
        revision: int,
    ) -> httpx.Response:
        url = self._apps[app] + _ORDERS
        if did == "create":
            return await http.post(url, json={"number": number})
        if did == "revise":
            return await http.patch(f"{url}/{key}", json={"revision": revision})
        return await http.post(f"{url}/{key}/{did}")

    async def _key(
        self, http: httpx.AsyncClient, load: Load, number: str
    ) -> str | None:
        """Look for an order that was made."""
        while not load.is_over:
            app = self._chance.randrange(len(self._apps))
            try:
                answer = await http.get(
                    self._apps[app] + _ORDERS, params={"number": number}
                )
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == 200:
                items = answer.json()["data"]
                return str(items[0]["id"]) if items else None
            await asyncio.sleep(self._chance.uniform(0, 0.3))
        return None
