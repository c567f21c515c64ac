from decimal import Decimal
from typing import Any

from tests.api.resource import Filter, FilterForm, Reference, Resource
from workshop import models
from workshop.store.parts.repository import PartRepository
from workshop.store.parts.schemas import PartCreate, PartReplace, PartUpdate
from workshop.store.parts.service import PartService


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th part, without what it refers to."""
    return {
        "number": f"number {n}",
        "name": f"name {n}",
        "description": f"description {n}",
        "price": Decimal("0.00") + n * Decimal("0.01"),
        "weight": n,
        "stock": n,
    }


RESOURCE = Resource(
    path="/parts",
    label="part",
    model=models.Part,
    repository=PartRepository,
    service=PartService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": PartCreate, "replace": PartReplace, "update": PartUpdate},
    repeatable=False,
    references=(
        Reference(
            "supplier",
            {"supplier_id": models.Supplier.id},
            required=True,
            restricts=True,
        ),
    ),
    finders={"find_by_number": ("number",)},
    filters=(
        Filter("price", "price"),
        Filter("min_price", "price", "ge"),
        Filter("max_price", "price", "le"),
        Filter("weight", "weight"),
        Filter("min_weight", "weight", "ge"),
        Filter("max_weight", "weight", "le"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    forms=(
        FilterForm("number", "number", "in"),
        FilterForm("number_prefix", "number", "prefix"),
        FilterForm("supplier_id", "supplier_id", "in"),
        FilterForm("weight_null", "weight", "null", empties=True),
    ),
    sorts=("name", "price", "created_at"),
    batch=True,
    upsert=True,
    words="number",
    versioned=True,
)
