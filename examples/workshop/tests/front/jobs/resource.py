from decimal import Decimal
from typing import Any

from tests.api.resource import Filter, FilterForm, Reference, Resource
from workshop import models
from workshop.front.jobs.repository import JobRepository
from workshop.front.jobs.schemas import JobCreate, JobReplace, JobUpdate
from workshop.front.jobs.service import JobService


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th job, without what it refers to."""
    return {
        "text": f"text {n}",
        "price": Decimal("0.00") + n * Decimal("0.01"),
    }


RESOURCE = Resource(
    path="/jobs",
    label="job",
    model=models.Job,
    repository=JobRepository,
    service=JobService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": JobCreate, "replace": JobReplace, "update": JobUpdate},
    references=(
        Reference(
            "repair",
            {"repair_id": models.Repair.id},
            required=True,
            lists=("jobs",),
        ),
        Reference("part", {"part_id": models.Part.id}, restricts=True),
    ),
    filters=(
        Filter("repair_id", "repair_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    forms=(FilterForm("part_id_null", "part_id", "null"),),
    sorts=("created_at",),
)
