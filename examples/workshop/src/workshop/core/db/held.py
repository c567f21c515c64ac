"""Rows that nobody else changes for as long as a transaction lasts."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import async_object_session

from workshop.models.base import Base


async def hold(entity: Base) -> None:
    """Hold a row until the transaction ends; whoever finds it again is told what it is now."""
    session, state = async_object_session(entity), sa.inspect(entity)
    if session is None or state.identity is None:
        raise ValueError("Only what is stored can be held.")
    columns = zip(state.mapper.primary_key, state.identity, strict=True)
    stored = [column == value for column, value in columns]
    held = sa.select(sa.literal(1)).where(*stored).with_for_update(key_share=True)
    await session.execute(held)
    session.expire(entity)
