"""Passwords: which are taken, and how they are hashed without holding up anybody else."""

import asyncio
import base64
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import argon2
import structlog
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from chat.core.errors import ErrorDetail, InvalidError, UnavailableError

ResultT = TypeVar("ResultT")

SHORTEST = 8
LONGEST = 1024  # nobody has us hash a novel

_COMMON = Path(__file__).with_name("common_passwords.txt")
_NAME = "chat"
_AROUND = "0123456789!#$%&*+-.?_ "  # what people put around a word
_COST = argon2.profiles.RFC_9106_LOW_MEMORY  # 64 MiB and some tenths of a second
_WAITING = 32  # for each thread; who stands further behind is told to come again

_logger = structlog.stdlib.get_logger(__name__)


class Passwords:
    """Hashes passwords in a few threads, which bound the memory that it takes."""

    def __init__(self, at_once: int, cost: argon2.Parameters = _COST) -> None:
        hasher = Argon2Hasher(
            cost.time_cost,
            cost.memory_cost,
            cost.parallelism,
            cost.hash_len,
            cost.salt_len,
        )
        # The first one hashes; hashes of others that you take over need one more behind it.
        self._hash = PasswordHash((hasher,))
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="passwords")
        self._room = at_once * _WAITING
        self._cost = cost
        self._decoy = _decoy(cost)

    async def hashed(self, password: str) -> str:
        """Return what is stored of a password."""
        return await self._run(partial(self._hash.hash, password))

    async def matches(self, password: str, stored: str | None) -> bool:
        """Tell whether it is the password; where there is none, no is said after as long."""
        return await self._run(partial(self._matches, password, stored or self._decoy))

    def is_weak(self, stored: str) -> bool:
        """Tell whether a hash took less work than a new one; one that took more is kept."""
        try:
            found = argon2.extract_parameters(stored)
        except argon2.exceptions.InvalidHashError:
            return True  # one of another kind that was taken over
        return _work(found) < _work(self._cost)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _matches(self, password: str, stored: str) -> bool:
        try:
            return self._hash.verify(password, stored)
        except UnknownHashError:
            _logger.error("password_hash_unknown")
            return False

    async def _run(self, work: Callable[[], ResultT]) -> ResultT:
        if self._room == 0:
            raise UnavailableError("Too many passwords wait to be checked.")
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._room += 1


def require_good(password: str, email: str, field: str = "password") -> None:
    """Raise InvalidError for a password that is among the first to be guessed.

    What it consists of is nobody's business: a rule such as "one digit" makes it no better.
    """
    folded = password.casefold()
    words = {"", _NAME, email, email.partition("@")[0]}
    core = folded.strip(_AROUND)
    if folded in _common() or core in {word.strip(_AROUND) for word in words}:
        detail = ErrorDetail(field, "This password is easy to guess.", "rule_broken")
        raise InvalidError("The request is not valid.", [detail])


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text().split())


def _work(cost: argon2.Parameters) -> int:
    return cost.memory_cost * cost.time_cost


def _decoy(cost: argon2.Parameters) -> str:
    """Return a hash that takes as long to check as a real one, and that nothing matches."""
    salt, value = (_base64(os.urandom(n)) for n in (cost.salt_len, cost.hash_len))
    work = f"m={cost.memory_cost},t={cost.time_cost},p={cost.parallelism}"
    return f"$argon2id$v={cost.version}${work}${salt}${value}"


def _base64(value: bytes) -> str:
    return base64.b64encode(value).rstrip(b"=").decode()
