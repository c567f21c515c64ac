"""Every resource that the tests of this folder run over."""

from typing import Any

from tests.members.resource import RESOURCE as MEMBERS
from tests.messages.resource import RESOURCE as MESSAGES
from tests.notifications.resource import RESOURCE as NOTIFICATIONS
from tests.people.resource import RESOURCE as PEOPLE
from tests.rooms.resource import RESOURCE as ROOMS

from .resource import Resource

RESOURCES: list[Resource[Any]] = [
    MEMBERS,
    MESSAGES,
    NOTIFICATIONS,
    PEOPLE,
    ROOMS,
]


def having(*operations: str) -> list[Resource[Any]]:
    """Return the resources that offer all of these operations."""
    return [each for each in RESOURCES if {*operations} <= {*each.operations}]
