from typing import Any

from tests.api.resource import Filter, Reference, Resource
from workshop import models
from workshop.front.customers.repository import CustomerRepository
from workshop.front.customers.schemas import (
    CustomerCreate,
    CustomerReplace,
    CustomerUpdate,
)
from workshop.front.customers.service import CustomerService


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th customer, without what it refers to."""
    return {
        "full_name": f"name {n}",
        "email": f"person{n}@example.com",
    }


RESOURCE = Resource(
    path="/customers",
    label="customer",
    model=models.Customer,
    repository=CustomerRepository,
    service=CustomerService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": CustomerCreate,
        "replace": CustomerReplace,
        "update": CustomerUpdate,
    },
    repeatable=False,
    references=(
        Reference("account", {"account_id": models.Account.id}, checked=False),
    ),
    finders={"find_by_email": ("email",)},
    filters=(
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("full_name", "created_at"),
    search="full_name",
)
