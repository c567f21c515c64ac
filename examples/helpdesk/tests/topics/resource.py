from typing import Any

from helpdesk import models
from helpdesk.topics.repository import TopicRepository
from helpdesk.topics.schemas import TopicCreate, TopicReplace, TopicUpdate
from helpdesk.topics.service import TopicService
from tests.api.resource import Filter, Resource


def values(n: int) -> dict[str, Any]:
    """Return the values of the n-th topic, without what it refers to."""
    return {
        "slug": [
            "aa",
            "ab",
            "ac",
            "ad",
            "ae",
            "af",
            "ag",
            "ah",
            "ai",
            "aj",
            "ak",
            "al",
            "am",
            "an",
            "ao",
            "ap",
            "aq",
            "ar",
            "as",
            "at",
        ][n % 20],
        "title": f"title {n}",
    }


RESOURCE = Resource(
    path="/topics",
    label="topic",
    model=models.Topic,
    repository=TopicRepository,
    service=TopicService,
    values=values,
    operations=("list", "get", "create", "replace", "update", "delete"),
    bodies={"create": TopicCreate, "replace": TopicReplace, "update": TopicUpdate},
    key=("slug",),
    absent=("aa",),
    repeatable=False,
    filters=(
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    ),
    sorts=("title", "created_at"),
)
