from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import Customer

_numbers = cycle(range(1, 150))


def values_of_customer(**given: Any) -> dict[str, Any]:
    n = next(_numbers)
    values: dict[str, Any] = {
        "email": f"person{n}@example.com",
        "full_name": f"name {n}",
        "phone": f"phone {n}",
    }
    return values | given


async def build_customer(
    session: AsyncSession,
    **given: Any,
) -> Customer:
    """Return one that is not stored yet, though what it refers to is."""
    return Customer(**values_of_customer(**given))


async def create_customer(
    session: AsyncSession,
    **given: Any,
) -> Customer:
    entity = await build_customer(session, **given)
    session.add(entity)
    await session.commit()
    return entity
