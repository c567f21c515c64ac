"""The cases of all resources."""

from typing import Any

import pytest

from tests.front.bicycles.access_cases import CASES as BICYCLES
from tests.front.customers.access_cases import CASES as CUSTOMERS
from tests.front.jobs.access_cases import CASES as JOBS
from tests.front.repairs.access_cases import CASES as REPAIRS
from tests.store.parts.access_cases import CASES as PARTS
from tests.store.suppliers.access_cases import CASES as SUPPLIERS

from .case import Cases

ALL: list[Cases] = [
    BICYCLES,
    CUSTOMERS,
    JOBS,
    REPAIRS,
    PARTS,
    SUPPLIERS,
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
