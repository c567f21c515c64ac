"""Decimal numbers in JSON, which are texts: a float would lose digits."""

import decimal
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainSerializer

from .schemas import StringFormat


def plain(value: decimal.Decimal) -> str:
    """Return a number without an exponent."""
    return format(value, "f")


Decimal = Annotated[
    decimal.Decimal, PlainSerializer(plain, return_type=str, when_used="json")
]


@dataclass(frozen=True)
class DecimalFormat(StringFormat):
    """The texts that stand for a decimal number."""

    def written(self, value: object) -> object:
        """Return a number as a text without an exponent, and everything else as it is."""
        return plain(value) if isinstance(value, decimal.Decimal) else value
