"""Two people chat in two browsers through two processes; one of these is killed, and they go on."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import npm
import pytest
import sqlalchemy as sa
from balancer import Balancer, balanced
from chat_page import PASSWORD, Talker, talker, with_own_code
from chromium import Browser, chromium
from postgresql_server import empty_database
from projects import Project
from servers import Server, serving
from session import folder_of, once

pytestmark = [pytest.mark.thorough, pytest.mark.engines]

_PATIENCE = 3.0
"""The seconds in which both go on, whoever was killed."""

_ADDRESSES = {"Ada Lovelace": "ada@example.com", "Ben Okri": "ben@example.com"}
_API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Service:
    """The chat: two processes on one database, behind one address."""

    project: Project
    environment: dict[str, str]
    servers: tuple[Server, Server]
    balancer: Balancer

    def stored(self, room: str) -> list[str]:
        """Return what the database has of a room, in its order."""
        url = self.environment["DATABASE_URL"].replace(
            "postgresql://", "postgresql+asyncpg://"
        )
        script = f"""
import asyncio, json, sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
async def main():
    engine = create_async_engine({url!r})
    async with engine.connect() as connection:
        found = await connection.scalars(sa.text(
            "SELECT text FROM messages JOIN rooms ON rooms.id = room_id "
            "WHERE rooms.name = :room ORDER BY messages.created_at"), {{"room": {room!r}}})
        print(json.dumps([*found]))
    await engine.dispose()
asyncio.run(main())
"""
        found: list[str] = json.loads(self.project.says(script))
        return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return with_own_code(tmp_path_factory.mktemp("chatting") / "chat")


@pytest.fixture(scope="module")
def browsers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Browser, Browser]]:
    """Two browsers, each a process with a profile of its own."""
    with (
        chromium(tmp_path_factory.mktemp("chromium")) as one,
        chromium(tmp_path_factory.mktemp("chromium")) as other,
    ):
        yield one, other


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return axe-core's script."""
    lock = Path(__file__).parents[1] / "site" / "axe"
    installed = once(
        folder_of(tmp_path_factory, "axe"), lambda folder: npm.install(lock, folder)
    )
    return (installed / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def service(project: Project, postgresql: sa.URL, tmp_path: Path) -> Iterator[Service]:
    url = empty_database(postgresql, "chatting")
    environment = {
        "DATABASE_URL": url.render_as_string(hide_password=False),
        "FILES_LOCATION": str(tmp_path / "files"),
        "JWT_KEYS": project.run("chat.core.accounts", "keys").strip(),
        "RATE_LIMIT": "",
        "WORKER_IN_APP": "true",
    }
    with ExitStack() as stack:
        one = stack.enter_context(serving(project, tmp_path / "one.log", **environment))
        other = stack.enter_context(
            serving(project, tmp_path / "other.log", migrate=False, **environment)
        )
        for address in _ADDRESSES.values():
            _register(project, address, environment)
        balancer = stack.enter_context(balanced(one.port, other.port))
        yield Service(project, environment, (one, other), balancer)


def _register(project: Project, address: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "chat.core.accounts"),
            *("create-admin", address, "--role", "talker"),
        ],
        cwd=project.folder,
        env=project.environment(**environment),
        input=PASSWORD,
        text=True,
        check=True,
    )


@pytest.fixture
def talkers(
    service: Service, browsers: tuple[Browser, Browser]
) -> tuple[Talker, Talker]:
    """Two who are in a room, each connected to a process of their own."""
    ada, ben = (
        talker(browser, name)
        for browser, name in zip(browsers, _ADDRESSES, strict=True)
    )
    for each in (ada, ben):
        each.enters(service.balancer.url, _ADDRESSES[each.name])
    return ada, ben


def _sockets(server: Server) -> int:
    """Return how many people are connected to a process."""
    told = httpx.get(f"{server.url}/metrics").text.splitlines()
    found = [line for line in told if line.startswith("realtime_sockets ")]
    return int(float(found[0].split()[1]))


def _spread(service: Service, ada: Talker, ben: Talker) -> None:
    """Have each connected to another process than the other."""
    for _ in range(20):
        if [_sockets(each) for each in service.servers] == [1, 1]:
            return
        ben.run("location.reload()")
        time.sleep(0.5)
        ben.waits("document.body.dataset.live === 'on'")
        time.sleep(0.3)
    pytest.fail(f"Both stay in one process: {[*map(_sockets, service.servers)]}")


def _meet(ada: Talker, ben: Talker, room: str) -> None:
    ada.opens_room(room)
    ada.invites(ben.name)
    ben.chooses("rooms", room)
    ben.waits(f"mine.text('room-name') === {json.dumps(room)}")
    for one, other in ((ada, ben), (ben, ada)):
        one.waits(f"mine.text('room-present').includes({json.dumps(other.name)})")


def _assert_alike(service: Service, room: str, *talkers: Talker) -> list[str]:
    """Hold that everybody sees what is stored, in its order, each message once."""
    stored = service.stored(room)
    assert len({*stored}) == len(stored), stored
    for each in talkers:
        each.waits(
            f"mine.rows().filter((row) => row.state.includes('sent')).length >= {len(stored)}"
        )
        assert each.texts == stored, each.name
    return stored


def test_two_people_chat_through_two_processes(
    service: Service, talkers: tuple[Talker, Talker]
) -> None:
    ada, ben = talkers
    _spread(service, ada, ben)
    _meet(ada, ben, "Tea")
    ada.says("Hello")
    ben.sees("Hello")
    for number in range(5):  # in the order in which they were sent
        ben.says(f"Hello to you, {number}")
    ada.sees("Hello to you, 4")
    time.sleep(1.2)  # it is told once a second that somebody types
    ben.fill("text", "I am about to")
    ada.waits("mine.text('typing') === 'Ben Okri is typing …'")
    ada.fill("search-words", "hello")
    ada.submits("search")
    ada.waits("mine.text('found-said').startsWith('6 messages')")
    said = ["Hello", *(f"Hello to you, {number}" for number in range(5))]
    assert _assert_alike(service, "Tea", ada, ben) == said
    assert (ada.violations, ben.violations) == ([], [])


@pytest.mark.parametrize("killed", [0, 1])
def test_both_go_on_when_a_process_is_killed(
    service: Service, talkers: tuple[Talker, Talker], killed: int
) -> None:
    ada, ben = talkers
    room = f"Killed {killed}"
    _spread(service, ada, ben)
    _meet(ada, ben, room)
    ada.says("before")
    ben.sees("before")

    numbers = itertools.count()
    said: list[str] = []

    def say(each: Talker) -> None:
        said.append(f"{each.name.split()[0]} {next(numbers)}")
        each.says(said[-1])

    for each in (ada, ben) * 5:  # some are under way when it happens
        say(each)
    service.servers[killed].process.kill()
    began = time.monotonic()
    say(ada)
    say(ben)
    left = lambda: max(0.05, _PATIENCE - (time.monotonic() - began))  # noqa: E731
    ada.sees(said[-1], left())
    ben.sees(said[-2], left())
    ada.waits("document.body.dataset.live === 'on'", left())
    ben.waits("document.body.dataset.live === 'on'", left())
    took = time.monotonic() - began
    for each in (ada, ben) * 5:
        say(each)
    stored = _assert_alike(service, room, ada, ben)
    assert sorted(stored) == sorted(["before", *said])
    assert took < _PATIENCE
    assert _sockets(service.servers[1 - killed]) == 2
    # Nor does anything come again to who opens the room anew.
    ben.run("location.reload()")
    time.sleep(0.5)
    ben.chooses("rooms", room)
    _assert_alike(service, room, ben)
    assert (ada.violations, ben.violations) == ([], [])


def test_what_was_said_before_is_read_page_by_page(
    service: Service, talkers: tuple[Talker, Talker]
) -> None:
    ada, ben = talkers
    _meet(ada, ben, "Long")
    for number in range(70):
        ada.says(f"Number {number}")
    ada.sees("Number 69")
    ben.run("location.reload()")
    time.sleep(0.5)
    ben.chooses("rooms", "Long")
    ben.waits("mine.rows().length === 30 && mine.rows().at(-1).text === 'Number 69'")
    for shown in (60, 70):
        ben.clicks("earlier")
        ben.waits(f"mine.rows().length === {shown}")
    assert ben.run("document.getElementById('earlier').hidden")
    _assert_alike(service, "Long", ada, ben)


def test_who_is_sent_out_reads_no_more(
    service: Service, talkers: tuple[Talker, Talker]
) -> None:
    ada, ben = talkers
    _meet(ada, ben, "Closed")
    ada.says("For both")
    ben.sees("For both")
    ada.clicks("members")
    ada.chooses("member-list", ben.name)
    ada.waits(f"!mine.text('member-list').includes({json.dumps(ben.name)})")
    ada.run("document.getElementById('people-dialog').close()")
    ada.says("For one")
    ada.sees("For one")
    ben.waits("document.getElementById('room').hidden")
    assert "For one" not in ben.run("document.body.textContent")


_LOOKS = [(1200, "light"), (1200, "dark"), (390, "light"), (390, "dark")]
_RULES = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"


def test_axe_finds_nothing_on_the_page(
    service: Service, talkers: tuple[Talker, Talker], axe: str, tmp_path: Path
) -> None:
    ada, ben = talkers
    pictures = Path(os.environ.get("BD_PICTURES", tmp_path))
    _judge(ada, axe, pictures / "rooms")
    _meet(ada, ben, "Pictures")
    ada.says("Hello")
    ben.sees("Hello")
    ben.says("A long answer, " + "which goes on and on, " * 12)
    ben.says("and one more")
    ada.sees("and one more")
    time.sleep(1.2)
    ben.fill("text", "More")
    ada.waits("mine.text('typing') !== ''")
    _judge(ada, axe, pictures / "room")
    ada.clicks("members")
    ada.waits("mine.text('member-list').includes('Ben')")
    _judge(ada, axe, pictures / "members")
    ada.run("document.getElementById('people-dialog').close()")
    ada.fill("search-words", "answer")
    ada.submits("search")
    ada.waits("mine.text('found-said') !== ''")
    _judge(ada, axe, pictures / "search")
    ada.clicks("new-room")
    _judge(ada, axe, pictures / "new-room")
    ada.run("document.getElementById('room-dialog').close()")
    ada.clicks("sign-out")
    ada.waits("document.body.dataset.view === 'gate'")
    _judge(ada, axe, pictures / "gate")


def _judge(each: Talker, axe: str, picture: Path) -> None:
    for width, scheme in _LOOKS:
        shown = picture.with_name(f"{picture.name}-{width}-{scheme}.png")
        each.looks(shown, width, 800, scheme)
        each.run(f"{axe}; null")
        asked = f"axe.run(document, {_RULES}).then((each) => JSON.stringify(each))"
        found = json.loads(each.run(asked))["violations"]
        told = [
            (rule["id"], node["target"], node["failureSummary"])
            for rule in found
            for node in rule["nodes"]
        ]
        assert told == [], shown.name
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert each.run(wide) <= 0, shown.name
