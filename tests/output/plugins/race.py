"""Let two units of work of a shop meet at one product, and say how both ended."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Coroutine
from decimal import Decimal
from typing import Any

from shop.catalogue.products.repository import ProductRepository
from shop.core.context import Context
from shop.core.db.unit_of_work import UnitOfWork, unit_of_work
from shop.core.errors import DomainError
from shop.core.security.principal import SYSTEM
from shop.models import Category, Customer, Order, Product
from shop.models.accounts import Account
from shop.resources import Resources, open_resources
from shop.sales.order_lines.repository import OrderLineRepository
from shop.settings import Settings

_A_MOMENT = 0.3
_SYSTEM = Context(principal=SYSTEM)


async def _refer(work: UnitOfWork, order: Order, product: Product) -> None:
    values = {"order_id": order.id, "product_id": product.id, "quantity": 1}
    price = {"unit_price": Decimal("1.00")}
    await OrderLineRepository(work).add(values | price)


async def _delete(work: UnitOfWork, product: Product) -> None:
    repository = ProductRepository(work)
    found = await repository.find(product.id)
    assert found is not None
    await repository.remove(found)


async def _rows(resources: Resources) -> tuple[Order, Product]:
    async with unit_of_work(resources, _SYSTEM) as work:
        account = Account(email=f"{uuid.uuid4()}@b.example")
        work.session.add(account)
        await work.session.flush()
        customer = Customer(account_id=account.id, email=account.email, full_name="A")
        category = Category(name=str(uuid.uuid4()))
        work.session.add_all([customer, category])
        await work.session.flush()
        order = Order(customer_id=customer.id)
        product = Product(
            sku=uuid.uuid4().hex.upper()[:20],
            name="Saw",
            price=Decimal("1.00"),
            category_id=category.id,
        )
        work.session.add_all([order, product])
    return order, product


async def _met(resources: Resources, first: Any, second: Any) -> dict[str, object]:
    """Begin a second unit of work while the first is open, and end both."""

    async def later() -> str:
        try:
            async with unit_of_work(resources, _SYSTEM) as work:
                await second(work)
        except DomainError as error:
            return error.code
        return "done"

    async with unit_of_work(resources, _SYSTEM) as work:
        await first(work)
        other = asyncio.create_task(later())
        await asyncio.sleep(_A_MOMENT)
        waited = not other.done()
    return {"waited": waited, "ended": await other}


def _with(act: Any, *arguments: object) -> Any:
    def begun(work: UnitOfWork) -> Coroutine[Any, Any, None]:
        made: Coroutine[Any, Any, None] = act(work, *arguments)
        return made

    return begun


async def main() -> dict[str, object]:
    """Return how the second of two units of work ended, in both orders."""
    async with open_resources(Settings()) as resources:
        order, product = await _rows(resources)
        refer, delete = _with(_refer, order, product), _with(_delete, product)
        deleted_first = await _met(resources, delete, refer)
        order, product = await _rows(resources)
        refer, delete = _with(_refer, order, product), _with(_delete, product)
        referred_first = await _met(resources, refer, delete)
    return {"deleted first": deleted_first, "referred to first": referred_first}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main())))
