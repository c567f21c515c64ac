"""Every resource that the tests of this folder run over."""

from typing import Any

from tests.catalogue.categories.resource import RESOURCE as CATEGORIES
from tests.catalogue.products.resource import RESOURCE as PRODUCTS
from tests.catalogue.tags.resource import RESOURCE as TAGS
from tests.sales.addresses.resource import RESOURCE as ADDRESSES
from tests.sales.customers.resource import RESOURCE as CUSTOMERS
from tests.sales.order_lines.resource import RESOURCE as ORDER_LINES
from tests.sales.orders.resource import RESOURCE as ORDERS

from .resource import Resource

RESOURCES: list[Resource[Any]] = [
    CATEGORIES,
    PRODUCTS,
    TAGS,
    ADDRESSES,
    CUSTOMERS,
    ORDER_LINES,
    ORDERS,
]


def having(*operations: str) -> list[Resource[Any]]:
    """Return the resources that offer all of these operations."""
    return [each for each in RESOURCES if {*operations} <= {*each.operations}]
