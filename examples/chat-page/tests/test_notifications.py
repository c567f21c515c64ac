"""The job that tells members of a message."""

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chat import jobs
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.jobs.job import Run
from chat.jobs.handlers import Handlers
from chat.models import Account, Member, Message, Notification, Room
from tests.factory import create
from tests.principals import system_work


async def _told(work: UnitOfWork, message: Message) -> set[uuid.UUID]:
    """Return whom the job tells of a message."""
    job, now = jobs.JOBS["notify_members"], dt.datetime.now(dt.UTC)
    run = Run(id=1, job=job, attempt=1, created_at=now, work=work)
    data = jobs.payloads.NotifyMembers(
        id=message.id,
        room_id=message.room_id,
        author_id=message.author_id,
        text=message.text,
        sent_as=message.sent_as,
        created_at=now,
    )
    await Handlers(run).notify_members(data)
    found = await work.session.scalars(select(Notification.account_id))
    return {*found}


async def test_the_members_of_a_room_are_told_but_for_the_author(
    session: AsyncSession,
) -> None:
    author, other, stranger = [await create(session, Account) for _ in range(3)]
    room = await create(session, Room, owner_id=author.id)
    for account in (author, other):
        await create(session, Member, room_id=room.id, account_id=account.id)
    elsewhere = await create(session, Room)
    await create(session, Member, room_id=elsewhere.id, account_id=stranger.id)
    message = await create(session, Message, room_id=room.id, author_id=author.id)
    assert await _told(system_work(session), message) == {other.id}


async def test_nobody_is_told_of_a_message_that_is_gone(session: AsyncSession) -> None:
    message = await create(session, Message)
    await session.delete(message)
    await session.commit()
    assert await _told(system_work(session), message) == set()
