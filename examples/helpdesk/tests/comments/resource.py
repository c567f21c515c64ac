from typing import Any

from helpdesk import models
from helpdesk.comments.repository import CommentRepository
from helpdesk.comments.schemas import CommentCreate, CommentReplace, CommentUpdate
from helpdesk.comments.service import CommentService
from tests.api.resource import Filter, Reference, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th comment, without what it refers to."""
    return {
        "text": f"text {n}",
        "internal": True,
    }


RESOURCE = Resource(
    path="/comments",
    label="comment",
    model=models.Comment,
    repository=CommentRepository,
    service=CommentService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={
        "create": CommentCreate,
        "replace": CommentReplace,
        "update": CommentUpdate,
    },
    references=(
        Reference(
            "ticket",
            {"ticket_id": models.Ticket.id},
            required=True,
            lists=("comments",),
        ),
        Reference(
            "author",
            {"author_id": models.Account.id},
            required=True,
            checked=False,
        ),
    ),
    filters=(
        Filter("ticket_id", "ticket_id"),
        Filter("author_id", "author_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("created_at",),
)
