"""What many clients send to one server at once.

A request that isn't answered is repeated, under the same `Idempotency-Key` where it has one.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

REFUSED = 503


@dataclass
class Storm:
    """What all clients send, and the statuses that they are answered."""

    client: httpx.AsyncClient
    until: float
    chance: random.Random
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    """Why requests were sent again: the server or its database was gone."""

    async def send(
        self, what: str, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """Send a write under a key of its own until it is answered; some are sent twice."""
        headers["Idempotency-Key"] = str(uuid.uuid4())
        answer = await self.again(what, method, path, body, headers)
        if answer.is_success and self.chance.random() < 0.1:
            repeated = await self.again(what, method, path, body, headers)
            assert (repeated.status_code, repeated.content) == (
                answer.status_code,
                answer.content,
            )
            assert repeated.headers.get("ETag") == answer.headers.get("ETag")
        return answer

    async def again(
        self,
        what: str,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a request until it is answered by more than a refusal to serve."""
        while True:
            try:
                answer = await self.client.request(
                    method, path, json=body, headers=headers
                )
            except httpx.TransportError as error:
                self.lost[repr(error)] += 1
            else:
                self.statuses[what, answer.status_code] += 1
                if answer.status_code != REFUSED:
                    return answer
                assert answer.headers["Retry-After"]
                self.lost[answer.json()["error"]["message"]] += 1
            await asyncio.sleep(0.05)

    async def remove(self, what: str, path: str) -> bool:
        """Delete a row; tell whether it was this request that did.

        Where the answer to the first of them was lost, the second finds nothing. Who overlaps with
        another write of a row that has a version is told so, and asks again.
        """
        while True:
            answer = await self.again(what, "DELETE", path)
            if answer.status_code != 412:
                assert answer.status_code in {204, 404}
                return answer.status_code == 204
