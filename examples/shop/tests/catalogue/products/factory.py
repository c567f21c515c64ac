from decimal import Decimal
from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import Product
from tests.catalogue.categories.factory import create_category

_numbers = cycle(range(1, 150))


def values_of_product(**given: Any) -> dict[str, Any]:
    n = next(_numbers)
    values: dict[str, Any] = {
        "sku": f"SKU-{n}",
        "name": f"name {n}",
        "description": f"description {n}",
        "price": Decimal("0.00") + n * Decimal("0.01"),
        "stock": n,
        "active": True,
        "attributes": {"n": n},
    }
    return values | given


async def build_product(
    session: AsyncSession,
    **given: Any,
) -> Product:
    """Return one that is not stored yet, though what it refers to is."""
    if "category_id" not in given:
        category = await create_category(session)
        given["category_id"] = category.id
    return Product(**values_of_product(**given))


async def create_product(
    session: AsyncSession,
    **given: Any,
) -> Product:
    entity = await build_product(session, **given)
    session.add(entity)
    await session.commit()
    return entity
