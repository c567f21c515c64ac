from typing import Any

from tests.api.resource import Filter, FilterForm, Reference, Resource
from tests.support import day
from workshop import models
from workshop.front.bicycles.repository import BicycleRepository
from workshop.front.bicycles.schemas import BicycleCreate, BicycleReplace, BicycleUpdate
from workshop.front.bicycles.service import BicycleService
from workshop.models import enums


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th bicycle, without what it refers to."""
    return {
        "frame_number": f"number {n}",
        "kind": enums.BicycleKind.CITY,
        "bought_on": day(2028, n),
    }


RESOURCE = Resource(
    path="/bicycles",
    label="bicycle",
    model=models.Bicycle,
    repository=BicycleRepository,
    service=BicycleService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": BicycleCreate,
        "replace": BicycleReplace,
        "update": BicycleUpdate,
    },
    repeatable=False,
    references=(
        Reference(
            "customer",
            {"customer_id": models.Customer.id},
            required=True,
            lists=("bicycles",),
        ),
    ),
    finders={"find_by_frame_number": ("frame_number",)},
    filters=(
        Filter("customer_id", "customer_id"),
        Filter("bought_on", "bought_on"),
        Filter("bought_after", "bought_on", "gt"),
        Filter("bought_before", "bought_on", "lt"),
        Filter("bought_from", "bought_on", "ge"),
        Filter("bought_until", "bought_on", "le"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    forms=(FilterForm("kind", "kind", "in"),),
    sorts=("created_at",),
)
