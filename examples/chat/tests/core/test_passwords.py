import asyncio
import threading

import argon2
import pytest

from chat.core.errors import InvalidError, UnavailableError
from chat.core.security import passwords
from chat.core.security.passwords import Passwords, require_good


async def test_a_password_is_known_by_its_hash() -> None:
    hasher = Passwords(1)
    stored = await hasher.hashed("correct horse battery")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await hasher.matches("correct horse battery", stored)
    assert not await hasher.matches("Correct horse battery", stored)
    assert not hasher.is_weak(stored)


async def test_where_there_is_no_password_as_much_is_hashed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []
    real = Passwords._matches

    def watched(self: Passwords, password: str, stored: str) -> bool:
        checked.append(stored)
        return real(self, password, stored)

    monkeypatch.setattr(Passwords, "_matches", watched)
    assert not await Passwords(1).matches("correct horse battery", None)
    (decoy,) = checked
    cost = argon2.extract_parameters(decoy)
    assert cost == argon2.profiles.RFC_9106_LOW_MEMORY


async def test_a_hash_of_an_unknown_kind_matches_nothing() -> None:
    assert not await Passwords(1).matches("x", "md5:9dd4e461268c8034f5c8564e155c67a6")


@pytest.mark.parametrize(
    ("stored", "weak"),
    [
        ("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$YWJjZGVmZ2g", True),
        ("$argon2id$v=19$m=262144,t=4,p=4$c29tZXNhbHQ$YWJjZGVmZ2g", False),
        ("$2b$12$abcdefghijklmnopqrstuv", True),
    ],
)
async def test_a_hash_is_replaced_by_a_stronger_one_only(
    stored: str, weak: bool
) -> None:
    assert Passwords(1).is_weak(stored) is weak


async def test_few_hashes_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_WAITING", 4)
    hasher, running, most, go_on = Passwords(2), 0, 0, threading.Event()

    def slow(_password: str, _stored: str) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        go_on.wait(5)
        running -= 1
        return True

    monkeypatch.setattr(hasher, "_matches", slow)
    asked = [asyncio.create_task(hasher.matches("x", "y")) for _ in range(9)]
    done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    (refused,) = done  # the ninth: two run, and six wait
    assert isinstance(refused.exception(), UnavailableError)
    go_on.set()
    assert sum([await each for each in asked if each not in done]) == 8
    assert most == 2
    hasher.close()


@pytest.mark.parametrize(
    "password",
    ["password1", "Iloveyou", "12345678", "+NAME+2026!", "ada.lovelace", "87654321!"],
)
def test_what_is_guessed_first_is_no_password(password: str) -> None:
    password = password.replace("NAME", passwords._NAME)
    with pytest.raises(InvalidError) as refused:
        require_good(password, "ada.lovelace@example.com")
    (detail,) = refused.value.details
    assert (detail.field, detail.code) == ("password", "rule_broken")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "äöü 日本語 éè", "x" * 900]
)
def test_what_a_password_consists_of_is_nobodys_business(password: str) -> None:
    require_good(password, "ada@example.com")
