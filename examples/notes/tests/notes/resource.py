from typing import Any

from notes import models
from notes.notes.repository import NoteRepository
from notes.notes.schemas import NoteCreate, NoteReplace, NoteUpdate
from notes.notes.service import NoteService
from tests.api.resource import Filter, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th note, without what it refers to."""
    return {
        "title": f"title {n}",
        "body": f"body {n}",
        "pinned": True,
    }


RESOURCE = Resource(
    path="/notes",
    label="note",
    model=models.Note,
    repository=NoteRepository,
    service=NoteService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": NoteCreate, "replace": NoteReplace, "update": NoteUpdate},
    filters=(
        Filter("pinned", "pinned"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("title", "created_at"),
    search="title",
)
