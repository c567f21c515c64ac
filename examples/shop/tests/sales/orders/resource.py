from typing import Any

from shop import models
from shop.sales.orders.repository import OrderRepository
from shop.sales.orders.schemas import OrderCreate, OrderReplace, OrderUpdate
from shop.sales.orders.service import OrderService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th order, without what it refers to."""
    return {}


RESOURCE = Resource(
    path="/orders",
    label="order",
    model=models.Order,
    repository=OrderRepository,
    service=OrderService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": OrderCreate, "replace": OrderReplace, "update": OrderUpdate},
    references=(
        Reference(
            "customer",
            {"customer_id": models.Customer.id},
            required=True,
            restricts=True,
        ),
        Reference("ship_to", {"ship_to_id": models.Address.id}),
        Reference("created_by_id", {"created_by_id": models.Account.id}, checked=False),
        Reference("updated_by_id", {"updated_by_id": models.Account.id}, checked=False),
    ),
    finders={"find_by_number": ("number",)},
    filters=(
        Filter("customer_id", "customer_id"),
        Filter("status", "status"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("total", "placed_at", "created_at"),
    audited=True,
)
