"""Answers that are kept, each for as long as it is what the database would say."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from fastapi import Response

from shop.core.keyring import DecryptionError, installed

from .cached import Cached
from .generations import Generations, generation_of
from .metrics import REQUESTS
from .store import Entry, MemoryStore, Store

_OK = 200
_UNIQUE = {"set-cookie", "cache-control"}  # headers that say not to keep an answer
_JITTER = 100  # thousandths by which some answers expire earlier than others

Load = Callable[[], Awaitable[Response]]


class Settings(Protocol):
    """What is read of the settings."""

    database_url: str
    database_statement_timeout: float
    cache_answers: bool
    cache_bytes: int

    @property
    def database_pooler(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to which an answer may be kept."""

    entity: str
    key: str  # what is asked, by whom all who see the same are
    tables: tuple[str, ...]  # that the answer hangs on
    cached: Cached


class Answers:
    """Has each answer made once, by the first who asks, until what it shows is written."""

    def __init__(self, generations: Generations, store: Store) -> None:
        self._generations = generations
        self._store = store
        self._made: dict[tuple[str, str], asyncio.Future[Entry | None]] = {}

    async def answer(self, asked: Asked, load: Load) -> Response:
        """Return the answer that is kept, or that `load` makes, as if nothing was kept.

        The generation is read before: of what is written later, the answer is of an older one.
        """
        now = await self._generations.now()
        if now is None:
            return await self._counted(asked, "passed", load)
        generation = generation_of(asked.tables, now)
        entry = await self._kept(asked, generation)
        if entry is not None:
            REQUESTS.labels(asked.entity, "hit").inc()
            return _response_of(entry)
        making = self._made.get((asked.key, generation))
        if making is None:
            return await self._make(asked, generation, load)
        entry = await asyncio.shield(making)
        if entry is None:  # it is no answer to keep, or whoever made it has gone
            return await self._counted(asked, "miss", load)
        REQUESTS.labels(asked.entity, "waited").inc()
        return _response_of(entry)

    async def close(self) -> None:
        """Let go of all that is kept here, and of the connections."""
        await self._store.close()
        await self._generations.close()

    async def _make(self, asked: Asked, generation: str, load: Load) -> Response:
        place = asked.key, generation
        self._made[place] = made = asyncio.get_running_loop().create_future()
        try:
            response = await self._counted(asked, "miss", load)
            if _may_be_kept(response):
                entry = _entry_of(response, generation)
                made.set_result(entry)
                await self._keep(asked, entry)
            return response
        finally:
            del self._made[place]
            if not made.done():
                made.set_result(None)

    async def _kept(self, asked: Asked, generation: str) -> Entry | None:
        entry = await self._store.get(asked.key)
        if entry is None or entry.generation != generation:
            return None
        if asked.cached.sealed:
            bound, body = asked.key.encode(), entry.body.decode()
            try:
                opened = installed().open(body, bound, "what is kept of an answer")
            except DecryptionError:  # by a key that is no longer there
                return None
            return Entry(generation, entry.headers, opened)
        return entry

    async def _keep(self, asked: Asked, entry: Entry) -> None:
        jitter = 1 - secrets.randbelow(_JITTER) / 1000
        if asked.cached.sealed:
            body = installed().seal(entry.body, asked.key.encode()).encode()
            entry = Entry(entry.generation, entry.headers, body)
        await self._store.put(asked.key, entry, asked.cached.seconds * jitter)

    async def _counted(self, asked: Asked, result: str, load: Load) -> Response:
        REQUESTS.labels(asked.entity, result).inc()
        return await load()


def open_answers(settings: Settings) -> Answers | None:
    """Return what keeps answers, if the settings say so."""
    if not settings.cache_answers:
        return None
    generations = Generations(
        settings.database_url,
        statement_timeout=settings.database_statement_timeout,
        pooler=settings.database_pooler,
    )
    store: Store = MemoryStore(settings.cache_bytes)
    return Answers(generations, store)


def _may_be_kept(response: Response) -> bool:
    is_whole = isinstance(getattr(response, "body", None), bytes)
    says_not = any(name in response.headers for name in _UNIQUE)
    return response.status_code == _OK and is_whole and not says_not


def _entry_of(response: Response, generation: str) -> Entry:
    headers = dict(response.headers)
    headers.pop("content-length", None)
    return Entry(generation, headers, bytes(response.body))


def _response_of(entry: Entry) -> Response:
    return Response(entry.body, _OK, entry.headers)
