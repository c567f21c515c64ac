from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import Order
from tests.sales.customers.factory import create_customer


def values_of_order(**given: Any) -> dict[str, Any]:
    return given


async def build_order(
    session: AsyncSession,
    **given: Any,
) -> Order:
    """Return one that is not stored yet, though what it refers to is."""
    if "customer_id" not in given:
        customer = await create_customer(session)
        given["customer_id"] = customer.id
    return Order(**values_of_order(**given))


async def create_order(
    session: AsyncSession,
    **given: Any,
) -> Order:
    entity = await build_order(session, **given)
    session.add(entity)
    await session.commit()
    return entity
