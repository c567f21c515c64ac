from typing import Any

from shop import models
from shop.sales.addresses.repository import AddressRepository
from shop.sales.addresses.schemas import AddressCreate, AddressReplace, AddressUpdate
from shop.sales.addresses.service import AddressService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th address, without what it refers to."""
    return {
        "label": f"label {n}",
        "street": f"street {n}",
        "city": f"city {n}",
        "postal_code": f"code {n}",
        "country": "AA",
    }


RESOURCE = Resource(
    path="/addresses",
    label="address",
    model=models.Address,
    repository=AddressRepository,
    service=AddressService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": AddressCreate,
        "replace": AddressReplace,
        "update": AddressUpdate,
    },
    repeatable=False,
    references=(
        Reference("customer", {"customer_id": models.Customer.id}, required=True),
    ),
    finders={"find_by_customer_id_and_label": ("customer_id", "label")},
    filters=(
        Filter("customer_id", "customer_id"),
        Filter("city", "city"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("created_at",),
)
