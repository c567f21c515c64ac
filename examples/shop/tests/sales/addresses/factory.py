from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shop.models import Address
from tests.sales.customers.factory import create_customer

_numbers = cycle(range(1, 150))


def values_of_address(**given: Any) -> dict[str, Any]:
    n = next(_numbers)
    values: dict[str, Any] = {
        "label": f"label {n}",
        "street": f"street {n}",
        "city": f"city {n}",
        "postal_code": f"code {n}",
        "country": "AA",
    }
    return values | given


async def build_address(
    session: AsyncSession,
    **given: Any,
) -> Address:
    """Return one that is not stored yet, though what it refers to is."""
    if "customer_id" not in given:
        customer = await create_customer(session)
        given["customer_id"] = customer.id
    return Address(**values_of_address(**given))


async def create_address(
    session: AsyncSession,
    **given: Any,
) -> Address:
    entity = await build_address(session, **given)
    session.add(entity)
    await session.commit()
    return entity
