"""How many rows there will be, from how many there are and how they grow."""

from __future__ import annotations

from ..language.volume import rows
from ..record import Record

_IN_A_YEAR = {"year": 1, "month": 12, "week": 52, "day": 365}


class Growth(Record, frozen=True):
    """By how much rows become more: by a share of them, or by a number."""

    said: str  # as the design says it: "20%/year", "50k/day"
    amount: float  # a share as a number of hundredths, or rows
    share: bool
    per: str  # "year", "month", "week", "day"

    def after(self, count: int, years: int) -> int:
        """Return how many rows there are after years."""
        times = _IN_A_YEAR[self.per] * years
        if self.share:
            return round(count * (1 + self.amount / 100) ** times)
        return round(count + self.amount * times)

    @property
    def formula(self) -> str:
        """How that is worked out, for readers."""
        times = _IN_A_YEAR[self.per]
        if self.share:
            return f"rows × {1 + self.amount / 100:g}^({times} × years)"
        return f"rows + {self.amount:,.0f} × {times} × years"


def growth_of(said: str) -> Growth:
    """Return the growth that a design says: "20%/year", "50k/month"."""
    amount, _, per = said.partition("/")
    if share := amount.endswith("%"):
        return Growth(said, float(amount[:-1]), share, per)
    return Growth(said, rows(amount), share, per)
