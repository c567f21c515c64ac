"""Integers in bodies."""

from pydantic import BeforeValidator


def _whole(value: object) -> object:
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)
"""To JSON, a number without a fraction is an integer, however it is written."""
