"""The cases of all resources."""

from typing import Any

import pytest

from tests.comments.access_cases import CASES as COMMENTS
from tests.contacts.access_cases import CASES as CONTACTS
from tests.tickets.access_cases import CASES as TICKETS
from tests.topics.access_cases import CASES as TOPICS

from .case import Cases

ALL: list[Cases] = [
    COMMENTS,
    CONTACTS,
    TICKETS,
    TOPICS,
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
