from decimal import Decimal
from typing import Any

from shop import models
from shop.catalogue.products.repository import ProductRepository
from shop.catalogue.products.schemas import ProductCreate, ProductReplace, ProductUpdate
from shop.catalogue.products.service import ProductService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th product, without what it refers to."""
    return {
        "sku": f"SKU-{n}",
        "name": f"name {n}",
        "description": f"description {n}",
        "price": Decimal("0.00") + n * Decimal("0.01"),
        "stock": n,
        "active": True,
        "attributes": {"n": n},
    }


RESOURCE = Resource(
    path="/products",
    label="product",
    model=models.Product,
    repository=ProductRepository,
    service=ProductService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": ProductCreate,
        "replace": ProductReplace,
        "update": ProductUpdate,
    },
    repeatable=False,
    references=(
        Reference(
            "category",
            {"category_id": models.Category.id},
            required=True,
            restricts=True,
        ),
    ),
    finders={"find_by_sku": ("sku",)},
    filters=(
        Filter("name", "name"),
        Filter("price", "price"),
        Filter("min_price", "price", "ge"),
        Filter("max_price", "price", "le"),
        Filter("active", "active"),
        Filter("category_id", "category_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("name", "price", "created_at"),
    search="name",
    versioned=True,
)
