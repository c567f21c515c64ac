from typing import Any

from shop import models
from shop.sales.customers.repository import CustomerRepository
from shop.sales.customers.schemas import CustomerCreate, CustomerReplace, CustomerUpdate
from shop.sales.customers.service import CustomerService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th customer, without what it refers to."""
    return {
        "email": f"person{n}@example.com",
        "full_name": f"name {n}",
        "phone": f"phone {n}",
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
        Reference(
            "account",
            {"account_id": models.Account.id},
            required=True,
            checked=False,
        ),
    ),
    finders={"find_by_email": ("email",), "find_by_account_id": ("account_id",)},
    filters=(
        Filter("account_id", "account_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("full_name", "created_at"),
    search="full_name",
)
