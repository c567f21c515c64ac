"""Closed lists of values that the database, the code and the API share."""

from enum import StrEnum


class RepairStatus(StrEnum):
    TAKEN_IN = "taken_in"
    UNDER_WAY = "under_way"
    READY = "ready"
    COLLECTED = "collected"


class BicycleKind(StrEnum):
    CITY = "city"
    TOURING = "touring"
    RACING = "racing"
    CARGO = "cargo"
