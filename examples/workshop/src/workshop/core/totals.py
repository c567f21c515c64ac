"""How long lists are, as far as that is told."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a list has, or about how many."""

    number: int
    estimated: bool | None = None  # None where it never is

    @property
    def said(self) -> dict[str, object]:
        """What an answer says of it."""
        if self.estimated is None:
            return {"total": self.number}
        return {"total": self.number, "total_estimated": self.estimated}


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One page of a list of which it may be unknown how long it is."""

    items: Sequence[object]
    number: int
    limit: int
    has_more: bool
    total: Total | None = None

    @property
    def pages(self) -> int | None:
        """The number of pages, or about how many."""
        return None if self.total is None else -(-self.total.number // self.limit)

    @property
    def last(self) -> int | None:
        """The number of the last page, where that is certain."""
        if self.total is None or self.total.estimated:
            return None
        return max(-(-self.total.number // self.limit), 1)

    @property
    def said(self) -> dict[str, object]:
        """What an answer says of it."""
        said: dict[str, object] = {
            "page": self.number,
            "limit": self.limit,
            "has_more": self.has_more,
        }
        if self.total is None:
            return said
        return said | self.total.said | {"pages": self.pages}
