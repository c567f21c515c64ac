"""Rooms: who may join is asked of the rules, each time that something is told."""

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from chat.core.http.dependencies import resources_of
from chat.core.realtime.channel import RealtimeChannel
from chat.core.realtime.members import MembersOf
from chat.core.security.principal import person
from chat.core.security.rules import Always, Either, Every, Owned, Rule
from chat.models.channels import CHANNELS
from tests.factory import create
from tests.realtime_client import RefusedError, connected
from tests.rooms_for_tests import RoomForTests, a_room

from .case import SOMEBODY
from .stage import Stage

_SOMEBODY = person(UUID(int=1)).grants


def _parts(rule: Rule) -> list[Rule]:
    """Return what a rule is made of, for somebody who has been given nothing."""
    if isinstance(rule, Either | Every):
        return [part for each in rule.rules for part in _parts(each)]
    return [rule]


def _members(rule: Rule) -> MembersOf | None:
    """Return whose rows are enough to join."""
    alone = rule.rules if isinstance(rule, Either) else (rule,)
    return next((each for each in alone if isinstance(each, MembersOf)), None)


def _closed() -> list[RealtimeChannel]:
    """Return the rooms that are only for those whom a row names."""
    rules = {each: each.join.fold(_SOMEBODY) for each in CHANNELS.values()}
    of_people = (Always, MembersOf, Owned)
    return [
        channel
        for channel, rule in rules.items()
        if rule != Always(True)
        and all(isinstance(each, of_people) for each in _parts(rule))
    ]


def _of_members() -> list[RealtimeChannel]:
    found = CHANNELS.values()
    return [each for each in found if _members(each.join.fold(_SOMEBODY))]


@pytest.mark.parametrize("channel", _closed(), ids=lambda each: each.name)
async def test_who_is_no_part_of_a_room_is_refused(
    stage: Stage, session: AsyncSession, channel: RealtimeChannel
) -> None:
    room = await a_room(stage.app, session, channel)
    headers = await stage.headers("somebody else")
    async with connected(stage.app, **headers) as client:
        with pytest.raises(RefusedError) as refused:
            await client.join(*room.name)
        assert refused.value.status == (403 if await _sees(stage, room) else 404)
        await room.tell("never")
        assert await client.so_far("event") == []


@pytest.mark.parametrize("channel", _of_members(), ids=lambda each: each.name)
async def test_members_are_sent_out_when_they_are_none_any_more(
    stage: Stage, session: AsyncSession, channel: RealtimeChannel
) -> None:
    room = await a_room(stage.app, session, channel)
    headers = await stage.headers("somebody else")
    account = await stage.account(SOMEBODY)
    of = _members(channel.join.fold(_SOMEBODY))
    assert of is not None
    for is_told in (True, False):
        given = {of.room: room.row.id, of.account: account}
        member = await create(session, of.model, **given)
        async with connected(stage.app, **headers) as client:
            await client.take("welcome")
            if not await _sees(stage, room):
                with pytest.raises(RefusedError, match="404"):
                    await client.join(*room.name)
                return
            await client.join(*room.name)
            await session.delete(member)
            await session.commit()
            if is_told:
                await room.tell("never")
            else:
                await stage.app.state.realtime.check()
            assert (await client.take("left"))["reason"] == "forbidden"
            assert await client.so_far("event") == []


@pytest.mark.parametrize("channel", [*CHANNELS.values()], ids=lambda each: each.name)
async def test_nobody_is_in_a_room_without_signing_in(
    stage: Stage, session: AsyncSession, channel: RealtimeChannel
) -> None:
    room = await a_room(stage.app, session, channel)
    async with connected(stage.app) as client:
        await client.send(type="join", channel=room.name[0], id=room.name[1])
        assert await client.ended() == 4401


async def test_a_token_that_runs_out_ends_the_connection(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = resources_of(stage.app).security.tokens
    monkeypatch.setattr(tokens, "lifetime", dt.timedelta(seconds=1))
    headers = await stage.headers("somebody else")
    async with connected(stage.app, **headers) as client:
        assert await client.ended() == 4419


async def _sees(stage: Stage, room: RoomForTests) -> bool:
    """Tell whether the row of a room is there for who is connected."""
    rooms = stage.app.state.realtime
    people = frozenset(each.principal for each in rooms.sockets)
    return bool(await rooms.seeing.may_see(room.channel, room.row.id, people))
