from typing import Any

from tests.api.resource import Filter, FilterForm, Reference, Resource
from workshop import models
from workshop.front.repairs.repository import RepairRepository
from workshop.front.repairs.schemas import RepairCreate, RepairReplace, RepairUpdate
from workshop.front.repairs.service import RepairService


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th repair, without what it refers to."""
    return {
        "number": f"number {n}",
        "wish": f"wish {n}",
    }


RESOURCE = Resource(
    path="/repairs",
    label="repair",
    model=models.Repair,
    repository=RepairRepository,
    service=RepairService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": RepairCreate, "replace": RepairReplace, "update": RepairUpdate},
    repeatable=False,
    references=(
        Reference(
            "bicycle",
            {"bicycle_id": models.Bicycle.id},
            required=True,
            restricts=True,
        ),
        Reference("created_by_id", {"created_by_id": models.Account.id}, checked=False),
        Reference("updated_by_id", {"updated_by_id": models.Account.id}, checked=False),
    ),
    finders={"find_by_number": ("number",)},
    filters=(
        Filter("bicycle_id", "bicycle_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    forms=(
        FilterForm("status", "status", "in"),
        FilterForm("ready_at_null", "ready_at", "null", empties=True),
    ),
    sorts=("ready_at", "created_at"),
    order=("-ready_at", "number"),
    versioned=True,
    restorable=True,
    audited=True,
    history=True,
)
