from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import Category

_numbers = cycle(range(1, 150))


def values_of_category(**given: Any) -> dict[str, Any]:
    n = next(_numbers)
    values: dict[str, Any] = {
        "name": f"name {n}",
    }
    return values | given


async def build_category(
    session: AsyncSession,
    **given: Any,
) -> Category:
    """Return one that is not stored yet, though what it refers to is."""
    return Category(**values_of_category(**given))


async def create_category(
    session: AsyncSession,
    **given: Any,
) -> Category:
    entity = await build_category(session, **given)
    session.add(entity)
    await session.commit()
    return entity
