"""Closed lists of values that the database, the code and the API share."""

from enum import StrEnum


class RoomKind(StrEnum):
    DIRECT = "direct"
    GROUP = "group"
