from decimal import Decimal
from typing import Any

from shop import models
from shop.sales.order_lines.repository import OrderLineRepository
from shop.sales.order_lines.schemas import (
    OrderLineCreate,
    OrderLineReplace,
    OrderLineUpdate,
)
from shop.sales.order_lines.service import OrderLineService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th order line, without what it refers to."""
    return {
        "quantity": 1 + n,
        "unit_price": Decimal("0.00") + n * Decimal("0.01"),
    }


RESOURCE = Resource(
    path="/order-lines",
    label="order line",
    model=models.OrderLine,
    repository=OrderLineRepository,
    service=OrderLineService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": OrderLineCreate,
        "replace": OrderLineReplace,
        "update": OrderLineUpdate,
    },
    repeatable=False,
    references=(
        Reference(
            "order",
            {"order_id": models.Order.id},
            required=True,
            lists=("lines",),
        ),
        Reference(
            "product",
            {"product_id": models.Product.id},
            required=True,
            restricts=True,
        ),
    ),
    finders={"find_by_order_id_and_product_id": ("order_id", "product_id")},
    filters=(
        Filter("order_id", "order_id"),
        Filter("product_id", "product_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("created_at",),
)
