"""Closed lists of values that the database, the code and the API share."""

from enum import StrEnum


class TicketStatus(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    SOLVED = "solved"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
