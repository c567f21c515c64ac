from typing import Any

from chat import models
from chat.people.repository import PersonRepository
from chat.people.schemas import PersonCreate, PersonReplace, PersonUpdate
from chat.people.service import PersonService
from tests.api.resource import Filter, FilterForm, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th person, without what it refers to."""
    return {
        "name": f"name {n}",
        "about": f"about {n}",
    }


RESOURCE = Resource(
    path="/people",
    label="person",
    model=models.Person,
    repository=PersonRepository,
    service=PersonService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": PersonCreate, "replace": PersonReplace, "update": PersonUpdate},
    repeatable=False,
    references=(
        Reference(
            "account",
            {"account_id": models.Account.id},
            required=True,
            checked=False,
        ),
    ),
    finders={"find_by_account_id": ("account_id",)},
    filters=(
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    forms=(FilterForm("account_id", "account_id", "in"),),
    sorts=("name", "created_at"),
    search="name",
)
