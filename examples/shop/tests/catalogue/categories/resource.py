from typing import Any

from shop import models
from shop.catalogue.categories.repository import CategoryRepository
from shop.catalogue.categories.schemas import (
    CategoryCreate,
    CategoryReplace,
    CategoryUpdate,
)
from shop.catalogue.categories.service import CategoryService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th category, without what it refers to."""
    return {
        "name": f"name {n}",
    }


RESOURCE = Resource(
    path="/categories",
    label="category",
    model=models.Category,
    repository=CategoryRepository,
    service=CategoryService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": CategoryCreate,
        "replace": CategoryReplace,
        "update": CategoryUpdate,
    },
    repeatable=False,
    references=(Reference("parent", {"parent_id": models.Category.id}),),
    finders={"find_by_name": ("name",)},
    filters=(
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("name", "created_at"),
    search="name",
)
