"""Answers that are kept under the keys of their requests, in the transactions of the writes.

`python -m chat.core.idempotency` deletes those whose time is over.
"""

import asyncio
import datetime as dt
import hashlib
import hmac
import json
import sys
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from chat.core.db.unit_of_work import UnitOfWork, unit_of_work
from chat.core.errors import ConflictError, InvalidError
from chat.models.base import Base
from chat.models.idempotency_keys import IdempotencyKey
from chat.resources import Resources, open_resources
from chat.settings import Settings

_BATCH = 1000
_KEYS = Base.metadata.tables[IdempotencyKey.__tablename__]
_KEEP = _KEYS.insert()


def _found(alone: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the statement for a key, which has one row, and tells whether one is alone."""
    one = sa.select(sa.literal(1).label("one")).subquery()
    there = one.outerjoin(_KEYS, _KEYS.c.hash == sa.bindparam("key"))
    return sa.select(alone.label("alone"), _KEYS).select_from(there)


_NUMBER = sa.bindparam("number", type_=sa.BigInteger())
_FIND = {
    # No other transaction has the lock, which ends with this one.
    "postgresql": _found(sa.func.pg_try_advisory_xact_lock(_NUMBER)),
    # One writer is let in at a time, so whoever is here is alone.
    "sqlite": _found(sa.true()),
}


class KeyInUseError(ConflictError):
    """A request with the same key is under way."""

    code = "IDEMPOTENCY_KEY_IN_USE"


class KeyReusedError(InvalidError):
    """Another request had the key."""

    code = "IDEMPOTENCY_KEY_REUSED"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered, as far as it is sent again."""

    status: int
    headers: dict[str, str]
    body: bytes


class Claim:
    """The key of one request, which nobody else has for as long as its transaction lasts."""

    def __init__(self, work: UnitOfWork, key: str, request: bytes) -> None:
        self._work = work
        self._hash = _hashed(work, key)
        request = json.dumps(_rights(work)).encode() + request
        # By the key, which is not stored: nobody can try what may have been sent.
        self._fingerprint = hmac.digest(key.encode(), request, "sha256").hex()

    async def answer(self) -> Answer | None:
        """Return what the request was answered before; None where it is new.

        Raise KeyInUseError while it is under way, and KeyReusedError where it was another one.
        """
        connection = await self._work.session.connection()
        number = int.from_bytes(bytes.fromhex(self._hash)[:8], signed=True)
        asked = {"key": self._hash, "number": number}
        row = (await connection.execute(_FIND[connection.dialect.name], asked)).one()
        if row.hash is not None and row.expires_at > self._work.context.clock():
            if row.fingerprint != self._fingerprint:
                raise KeyReusedError("Another request had this Idempotency-Key.")
            return Answer(row.status, json.loads(row.headers), self._opened(row.body))
        if not row.alone:
            raise KeyInUseError("A request with this Idempotency-Key is under way.")
        if row.hash is not None:
            await connection.execute(_KEYS.delete().where(_KEYS.c.hash == self._hash))
        return None

    async def keep(self, answer: Answer, seconds: int) -> None:
        """Store what the request is answered, along with what it has written."""
        connection = await self._work.session.connection()
        lasts = dt.timedelta(seconds=seconds)
        kept = {
            "hash": self._hash,
            "account_id": self._work.context.principal.id,
            "fingerprint": self._fingerprint,
            "status": answer.status,
            "headers": json.dumps(answer.headers),
            "body": self._sealed(answer.body),
            "expires_at": self._work.context.clock() + lasts,
        }
        try:
            await connection.execute(_KEEP, kept)
        except IntegrityError:  # it was answered after this one had looked
            message = "A request with this Idempotency-Key was under way."
            raise KeyInUseError(message) from None

    def _sealed(self, body: bytes) -> str:
        return body.decode()

    def _opened(self, body: str) -> bytes:
        return body.encode()


def _hashed(work: UnitOfWork, key: str) -> str:
    """Return what stands for a key: two callers that choose the same one have two."""
    principal = work.context.principal
    whose = [principal.grants.kind, str(principal.id), principal.client]
    return hashlib.sha256(json.dumps([*whose, key]).encode()).hexdigest()


def _rights(work: UnitOfWork) -> list[list[str] | None]:
    """Return what the caller may do: whoever may do less is not shown what was answered."""
    grants = work.context.principal.grants
    scopes = None if grants.scopes is None else sorted(grants.scopes)
    return [sorted(grants.roles), scopes]


async def sweep(resources: Resources) -> int:
    """Delete the keys whose time is over, in short transactions; return how many."""
    swept, count = 0, _BATCH
    while count == _BATCH:
        async with unit_of_work(resources) as work:
            now = work.context.clock()
            old = sa.select(_KEYS.c.hash).where(_KEYS.c.expires_at <= now)
            some = _KEYS.c.hash.in_(old.limit(_BATCH))
            done = await work.session.execute(_KEYS.delete().where(some))
            count = cast("sa.CursorResult[Any]", done).rowcount
        swept += count
    return swept


def main() -> None:
    """Delete the keys whose time is over, and say how many."""

    async def swept() -> int:
        async with open_resources(Settings()) as resources:
            return await sweep(resources)

    sys.stdout.write(f"{asyncio.run(swept())}\n")


if __name__ == "__main__":
    main()
