"""List requests and the pages that answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

_CONTROLS = frozenset({"page", "limit", "cursor", "sort"})


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column of a sort order, and its direction."""

    name: str
    descending: bool

    @classmethod
    def parse(cls, text: str) -> "SortKey":
        """Read `name` or `-name`."""
        return cls(text.removeprefix("-"), text.startswith("-"))


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A list request: which rows, in which order, and which part of them."""

    filters: Mapping[str, object]
    sort: tuple[SortKey, ...]
    limit: int
    page: int = 1

    @classmethod
    def of(cls, query: BaseModel) -> "ListQuery":
        """Read a query's parameters."""
        given = query.model_dump(exclude_none=True)
        filters = {
            name: value for name, value in given.items() if name not in _CONTROLS
        }
        sort = given.get("sort")
        return cls(
            filters=filters,
            sort=tuple(map(SortKey.parse, sort.split(","))) if sort else (),
            limit=given["limit"],
            page=given.get("page", 1),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list whose length is known."""

    items: Sequence[object]
    number: int
    limit: int
    total: int

    @property
    def pages(self) -> int:
        """The number of pages."""
        return -(-self.total // self.limit)
