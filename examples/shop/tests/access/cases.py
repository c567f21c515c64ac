"""The cases of all resources."""

from typing import Any

import pytest

from tests.catalogue.categories.access_cases import CASES as CATEGORIES
from tests.catalogue.products.access_cases import CASES as PRODUCTS
from tests.catalogue.tags.access_cases import CASES as TAGS
from tests.sales.addresses.access_cases import CASES as ADDRESSES
from tests.sales.customers.access_cases import CASES as CUSTOMERS
from tests.sales.order_lines.access_cases import CASES as ORDER_LINES
from tests.sales.orders.access_cases import CASES as ORDERS

from .case import Cases

ALL: list[Cases] = [
    CATEGORIES,
    PRODUCTS,
    TAGS,
    ADDRESSES,
    CUSTOMERS,
    ORDER_LINES,
    ORDERS,
]


def lines(kind: str) -> list[Any]:
    """Return every line of a kind as a parameter, after the cases that it is among."""
    return [
        pytest.param(cases, line, id=f"{cases.resource}-{number}-{line}")
        for cases in ALL
        for number, line in enumerate(getattr(cases, kind), start=1)
    ]


def answered(operation: str) -> list[Any]:
    """Return the cases that say what an operation answers, with the cases they are among."""
    return [
        pytest.param(cases, case, id=f"{cases.resource}-{case}")
        for cases in ALL
        for case in cases.cases
        if getattr(case, operation) is not None
    ]
