from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import Tag

_numbers = cycle(range(1, 150))


def values_of_tag(**given: Any) -> dict[str, Any]:
    n = next(_numbers)
    values: dict[str, Any] = {
        "label": f"label {n}",
    }
    return values | given


async def build_tag(
    session: AsyncSession,
    **given: Any,
) -> Tag:
    """Return one that is not stored yet, though what it refers to is."""
    return Tag(**values_of_tag(**given))


async def create_tag(
    session: AsyncSession,
    **given: Any,
) -> Tag:
    entity = await build_tag(session, **given)
    session.add(entity)
    await session.commit()
    return entity
