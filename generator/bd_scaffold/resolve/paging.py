"""How a list is cut into pages, and what each page says of the whole list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from ..record import Record
from .types import Pagination, Totals

if TYPE_CHECKING:
    from ..language import sections

Kind = Literal["text", "text or null", "integer", "boolean"]


class Member(Record, frozen=True):
    """Something that an answer says beside the rows of a page."""

    name: str
    kind: Kind
    optional: bool = False  # some answers lack it


class Paging(Record, frozen=True):
    """How a list is cut into pages."""

    by: Pagination
    backwards: bool = False  # a page leads to the one before, too
    totals: Totals = (
        ""  # how its length is told, where not as is usual by page or cursor
    )

    @property
    def name(self) -> str:
        """What answers call it: "countable-two-way-cursor-pagination"."""
        counted = {"": "", **_COUNTED}[self.totals]
        way = "two-way" if self.backwards else ""
        form = "" if self.by == "page" else self.by
        return "-".join(filter(None, (counted, way, form, "pagination")))

    @property
    def class_name(self) -> str:
        """The same as a class."""
        return "".join(each.capitalize() for each in self.name.split("-"))

    @property
    def is_open(self) -> bool:
        """True where pages have numbers, and nobody may know how many there are."""
        return self.by == "page" and bool(self.totals)

    @property
    def links_class(self) -> str:
        """The class of the links between pages with numbers."""
        return "OpenPageLinks" if self.is_open else "PageLinks"

    @property
    def is_plain(self) -> bool:
        """True where it says no more than the text alone."""
        return not (self.backwards or self.totals)

    @property
    def members(self) -> Iterator[Member]:
        """What an answer says of the page and of the whole list."""
        if self.by == "page":
            yield Member("page", "integer")
            yield Member("limit", "integer")
        else:
            yield Member("next_cursor", "text or null")
            if self.backwards:
                yield Member("prev_cursor", "text or null")
        yield Member("has_more", "boolean")
        asked = self.totals == "on_request"
        if self.totals:
            yield Member("total", "integer", optional=asked)
        if self.totals and self.by == "page":
            yield Member("pages", "integer", optional=asked)
        if self.totals == "estimate":
            yield Member("total_estimated", "boolean")


_COUNTED: Mapping[Totals, str] = {
    "always": "counted",
    "on_request": "countable",
    "estimate": "estimated",
}


def paging_of(said: sections.Paging) -> Paging:
    """Return how lists are cut into pages, as a design says it."""
    usual = said.by == "page" and said.total == "always"
    return Paging(said.by, said.backwards, "" if usual else said.total or "")


_WAYS: tuple[tuple[Pagination, bool], ...] = (
    ("page", False),
    ("cursor", False),
    ("cursor", True),
)
_TOTALS: tuple[Totals, ...] = ("", *_COUNTED)

EVERY_PAGING = tuple(
    Paging(by, backwards, totals) for by, backwards in _WAYS for totals in _TOTALS
)
"""All that there are."""
