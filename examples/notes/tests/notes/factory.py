from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from notes.models import Note

_numbers = cycle(range(1, 150))


def values_of_note(**given: Any) -> dict[str, Any]:
    n = next(_numbers)
    values: dict[str, Any] = {
        "title": f"title {n}",
        "body": f"body {n}",
        "pinned": True,
    }
    return values | given


async def build_note(
    session: AsyncSession,
    **given: Any,
) -> Note:
    """Return one that is not stored yet, though what it refers to is."""
    return Note(**values_of_note(**given))


async def create_note(
    session: AsyncSession,
    **given: Any,
) -> Note:
    entity = await build_note(session, **given)
    session.add(entity)
    await session.commit()
    return entity
