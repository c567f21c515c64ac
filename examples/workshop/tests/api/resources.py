"""Every resource that the tests of this folder run over."""

from typing import Any

from tests.front.bicycles.resource import RESOURCE as BICYCLES
from tests.front.customers.resource import RESOURCE as CUSTOMERS
from tests.front.jobs.resource import RESOURCE as JOBS
from tests.front.repairs.resource import RESOURCE as REPAIRS
from tests.store.parts.resource import RESOURCE as PARTS
from tests.store.suppliers.resource import RESOURCE as SUPPLIERS

from .resource import Resource

RESOURCES: list[Resource[Any]] = [
    BICYCLES,
    CUSTOMERS,
    JOBS,
    REPAIRS,
    PARTS,
    SUPPLIERS,
]


def having(*operations: str) -> list[Resource[Any]]:
    """Return the resources that offer all of these operations."""
    return [each for each in RESOURCES if {*operations} <= {*each.operations}]
