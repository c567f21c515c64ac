from typing import Any

from tests.api.resource import Filter, FilterForm, Resource
from workshop import models
from workshop.store.suppliers.repository import SupplierRepository
from workshop.store.suppliers.schemas import (
    SupplierCreate,
    SupplierReplace,
    SupplierUpdate,
)
from workshop.store.suppliers.service import SupplierService


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th supplier, without what it refers to."""
    return {
        "name": f"name {n}",
        "country": "AA",
    }


RESOURCE = Resource(
    path="/suppliers",
    label="supplier",
    model=models.Supplier,
    repository=SupplierRepository,
    service=SupplierService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": SupplierCreate,
        "replace": SupplierReplace,
        "update": SupplierUpdate,
    },
    repeatable=False,
    finders={"find_by_name": ("name",)},
    filters=(
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    forms=(
        FilterForm("country", "country", "in"),
        FilterForm("not_country", "country", "not_in"),
    ),
    sorts=("name", "created_at"),
)
