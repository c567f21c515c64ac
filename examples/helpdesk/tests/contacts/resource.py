from typing import Any

from helpdesk import models
from helpdesk.contacts.repository import ContactRepository
from helpdesk.contacts.schemas import ContactCreate, ContactReplace, ContactUpdate
from helpdesk.contacts.service import ContactService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th contact, without what it refers to."""
    return {
        "full_name": f"name {n}",
        "email": f"person{n}@example.com",
        "phone": f"phone {n}",
    }


RESOURCE = Resource(
    path="/contacts",
    label="contact",
    model=models.Contact,
    repository=ContactRepository,
    service=ContactService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": ContactCreate,
        "replace": ContactReplace,
        "update": ContactUpdate,
    },
    repeatable=False,
    references=(
        Reference("account", {"account_id": models.Account.id}, checked=False),
    ),
    finders={"find_by_email": ("email",)},
    filters=(
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("full_name", "created_at"),
    search="full_name",
)
