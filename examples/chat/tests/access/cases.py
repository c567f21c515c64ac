"""The cases of all resources."""

from typing import Any

import pytest

from tests.members.access_cases import CASES as MEMBERS
from tests.messages.access_cases import CASES as MESSAGES
from tests.notifications.access_cases import CASES as NOTIFICATIONS
from tests.people.access_cases import CASES as PEOPLE
from tests.rooms.access_cases import CASES as ROOMS

from .case import Cases

ALL: list[Cases] = [
    MEMBERS,
    MESSAGES,
    NOTIFICATIONS,
    PEOPLE,
    ROOMS,
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
