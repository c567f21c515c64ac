"""Every resource that the tests of this folder run over."""

from typing import Any

from tests.notes.resource import RESOURCE as NOTES

from .resource import Resource

RESOURCES: list[Resource[Any]] = [
    NOTES,
]


def having(*operations: str) -> list[Resource[Any]]:
    """Return the resources that offer all of these operations."""
    return [each for each in RESOURCES if {*operations} <= {*each.operations}]
