from typing import Any

from shop import models
from shop.catalogue.tags.repository import TagRepository
from shop.catalogue.tags.schemas import TagCreate, TagReplace, TagUpdate
from shop.catalogue.tags.service import TagService
from tests.api.resource import Filter, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th tag, without what it refers to."""
    return {
        "label": f"label {n}",
    }


RESOURCE = Resource(
    path="/tags",
    label="tag",
    model=models.Tag,
    repository=TagRepository,
    service=TagService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": TagCreate, "replace": TagReplace, "update": TagUpdate},
    repeatable=False,
    finders={"find_by_label": ("label",)},
    filters=(
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("label", "created_at"),
)
