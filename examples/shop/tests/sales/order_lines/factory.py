from decimal import Decimal
from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import OrderLine
from tests.catalogue.products.factory import create_product
from tests.sales.orders.factory import create_order

_numbers = cycle(range(1, 150))


def values_of_order_line(**given: Any) -> dict[str, Any]:
    n = next(_numbers)
    values: dict[str, Any] = {
        "quantity": 1 + n,
        "unit_price": Decimal("0.00") + n * Decimal("0.01"),
    }
    return values | given


async def build_order_line(
    session: AsyncSession,
    **given: Any,
) -> OrderLine:
    """Return one that is not stored yet, though what it refers to is."""
    if "order_id" not in given:
        order = await create_order(session)
        given["order_id"] = order.id
    if "product_id" not in given:
        product = await create_product(session)
        given["product_id"] = product.id
    return OrderLine(**values_of_order_line(**given))


async def create_order_line(
    session: AsyncSession,
    **given: Any,
) -> OrderLine:
    entity = await build_order_line(session, **given)
    session.add(entity)
    await session.commit()
    return entity
