"""The socket: who is let in, what clients ask for, and what they are told of each other."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.realtime import socket
from chat.models.channels import CHANNELS
from chat.settings import Settings
from tests.principals import as_system
from tests.realtime_client import (
    PATIENCE_SECONDS,
    ClosedError,
    InProcess,
    RealtimeClient,
    RefusedError,
    connected,
)
from tests.rooms_for_tests import RoomForTests, a_room, let_anybody_in, somebody


@pytest_asyncio.fixture(params=[*CHANNELS.values()], ids=lambda each: each.name)
async def room(
    request: pytest.FixtureRequest, app: FastAPI, session: AsyncSession
) -> AsyncIterator[RoomForTests]:
    """A room of each kind, in which everybody may be."""
    found = await a_room(app, session, request.param)
    let_anybody_in(app)
    yield found
    as_system(app)


@pytest_asyncio.fixture
async def ann(app: FastAPI, room: RoomForTests) -> AsyncIterator[RealtimeClient]:
    """Somebody who is in the room."""
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name)
        yield client


# Signing in


async def test_nobody_asks_for_anything_before_they_are_known(
    app: FastAPI, room: RoomForTests
) -> None:
    async with connected(app) as client:
        await client.send(type="join", channel=room.name[0], id=room.name[1])
        assert await client.ended() == 4401
    async with connected(app) as client:
        with pytest.raises(ClosedError, match="4401"):
            await client.authenticate("of nobody")
    async with connected(app, authorization="Bearer of nobody") as client:
        assert await client.ended() == 4401


async def test_who_says_nothing_is_sent_away(
    app: FastAPI, room: RoomForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "_AUTHENTICATE_SECONDS", 0.05)
    async with connected(app) as client:
        assert await client.ended() == 4408
    assert room.name[0] in CHANNELS


async def test_a_header_says_who_it_is_as_a_frame_does(
    app: FastAPI, room: RoomForTests
) -> None:
    account, token = somebody()
    async with connected(app, authorization=f"Bearer {token}") as client:
        assert (await client.take("welcome"))["account"] == str(account)
        await client.join(*room.name)
        again = await client.authenticate(token)  # a new token of theirs
        assert again["account"] == str(account)
        assert 0 <= again["retry_after"] <= 2
        with pytest.raises(ClosedError, match="4401"):
            await client.authenticate(somebody()[1])


async def test_pages_of_other_sites_are_sent_away(
    app: FastAPI, room: RoomForTests
) -> None:
    _, token = somebody()
    async with connected(app, origin="https://evil.example") as client:
        assert await client.ended() == 4403
    async with connected(app, token, origin="http://test") as client:
        await client.join(*room.name)


async def test_there_are_as_many_connections_as_may_be(
    app: FastAPI, ann: RealtimeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_settings(app), "realtime_connections", 1)
    async with connected(app) as client:
        assert await client.ended() == 1013
    await ann.ping()


async def test_a_credential_that_is_over_ends_the_connection(
    app: FastAPI, room: RoomForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_settings(app), "realtime_check_seconds", 0.05)
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name)
        as_system(app)  # whose account is another one
        assert await client.ended() == 4419


async def test_a_connection_without_a_room_is_idle(
    app: FastAPI, room: RoomForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_settings(app), "realtime_check_seconds", 0.05)
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name)
        monkeypatch.setattr(_settings(app), "realtime_idle_seconds", 0.2)
        await asyncio.sleep(0.4)
        await client.ping()
        # A slow machine may take its time to leave.
        monkeypatch.setattr(_settings(app), "realtime_idle_seconds", 60)
        await client.leave(*room.name)
        monkeypatch.setattr(_settings(app), "realtime_idle_seconds", 0.2)
        assert await client.ended() == 4408


@pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("a fault")], ids=repr)
async def test_a_connection_that_breaks_is_over(
    app: FastAPI, ann: RealtimeClient, room: RoomForTests, error: Exception
) -> None:
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name)
        assert isinstance(client.transport, InProcess)
        client.transport.fails = error
        await room.tell("one")
        async with asyncio.timeout(PATIENCE_SECONDS):
            await client.transport.served
    await ann.ping()
    assert [each["data"] for each in await ann.so_far("event")] == [{"said": "one"}]


# Asking


async def test_a_frame_that_is_none_is_refused_in_the_one_form(
    app: FastAPI, ann: RealtimeClient
) -> None:
    for text in ("no JSON", "[]", '{"type": "shout"}', '{"type": "join", "id": 1}'):
        await ann.transport.send(text)
        refused = await ann.take("error")
        assert refused["status"] == 422
        assert "VALIDATION_ERROR" in str(refused["body"])
    await ann.ping()


async def test_a_frame_that_is_too_large_ends_the_connection(
    app: FastAPI, ann: RealtimeClient
) -> None:
    await ann.send(type="ping", ref="x" * _settings(app).realtime_message_bytes)
    assert await ann.ended() == 1009


async def test_what_is_no_room_is_not_there(
    app: FastAPI, ann: RealtimeClient, room: RoomForTests
) -> None:
    channel, row = room.name
    for name in (("nowhere", row), (channel, str(uuid4())), (channel, "x")):
        with pytest.raises(RefusedError) as refused:
            await ann.join(*name)
        assert refused.value.status == 404
        with pytest.raises(RefusedError, match="404"):
            await ann.leave(*name)


async def test_a_client_is_in_so_many_rooms(
    app: FastAPI, room: RoomForTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_settings(app), "realtime_rooms", 1)
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name)
        await client.join(*room.name)  # which is the same one
        with pytest.raises(RefusedError, match="429"):
            await client.join(room.name[0], uuid4())


async def test_a_client_that_left_is_told_no_more(
    app: FastAPI, room: RoomForTests
) -> None:
    async with connected(app, somebody()[1]) as client:
        await client.join(*room.name)
        await client.leave(*room.name)
        await room.tell("one")
        await asyncio.sleep(0.1)
        assert await client.so_far("event") == []


# Each other


async def test_people_see_who_is_there(app: FastAPI, room: RoomForTests) -> None:
    (ann, of_ann), (ben, of_ben) = somebody(), somebody()
    async with connected(app, of_ann) as client:
        joined = await client.join(*room.name)
        if not room.channel.presence:
            assert joined.present is None
            with pytest.raises(RefusedError, match="404"):
                await client.present(*room.name)
            return
        assert joined.present == frozenset({ann})
        async with connected(app, of_ben) as other:
            both = (await other.join(*room.name)).present
            assert both == frozenset({ann, ben})
            came = await client.take("presence", joined=[str(ben)])
            assert came["left"] == []
            async with connected(app, of_ben) as window:
                await window.join(*room.name)
            assert await client.present(*room.name) == {ann, ben}
        assert (await client.take("presence"))["left"] == [str(ben)]
        assert await client.present(*room.name) == {ann}


async def test_people_see_who_types(app: FastAPI, room: RoomForTests) -> None:
    (ann, of_ann), (_, of_ben) = somebody(), somebody()
    typing = {"type": "typing", "channel": room.name[0], "id": room.name[1]}
    async with connected(app, of_ann) as client, connected(app, of_ben) as other:
        await client.join(*room.name)
        await other.join(*room.name)
        await client.send(**typing)
        if not room.channel.typing:
            assert (await client.take("error"))["status"] == 404
            return
        await client.send(**typing)  # too soon to be worth it
        await client.send(**typing, typing=False)
        told = [await other.take("typing") for _ in range(2)]
        assert [each["typing"] for each in told] == [True, False]
        assert {each["account"] for each in told} == {str(ann)}
        assert await client.so_far("typing") == []


def _settings(app: FastAPI) -> Settings:
    settings: Settings = app.state.settings
    return settings
