"""Every resource that the tests of this folder run over."""

from typing import Any

from tests.comments.resource import RESOURCE as COMMENTS
from tests.contacts.resource import RESOURCE as CONTACTS
from tests.tickets.resource import RESOURCE as TICKETS
from tests.topics.resource import RESOURCE as TOPICS

from .resource import Resource

RESOURCES: list[Resource[Any]] = [
    COMMENTS,
    CONTACTS,
    TICKETS,
    TOPICS,
]


def having(*operations: str) -> list[Resource[Any]]:
    """Return the resources that offer all of these operations."""
    return [each for each in RESOURCES if {*operations} <= {*each.operations}]
