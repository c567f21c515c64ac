"""What answers say of pages, as classes of the generated code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..resolve.paging import Member, Paging
from .types.code import PaginationCode

_TYPES = {
    "text": "str",
    "text or null": "str | None",
    "integer": "int",
    "boolean": "bool",
}
_TITLES = {
    "page": "Which page of a list this is",
    "cursor": "Where a list goes on",
}


def paginations_of(paged: Iterable[Paging]) -> tuple[PaginationCode, ...]:
    """Return what answers say of pages, but for what is usual; each once."""
    unusual = {each.class_name: each for each in paged if not each.is_plain}
    return tuple(
        PaginationCode(name, _title(each), tuple(map(_line, each.members)))
        for name, each in sorted(unusual.items())
    )


def _title(paging: Paging) -> str:
    return "".join(_parts_of_title(paging)) + "."


def _parts_of_title(paging: Paging) -> Iterator[str]:
    yield _TITLES[paging.by]
    if paging.backwards:
        yield " and back"
    if paging.totals == "estimate":
        yield ", and about how long it is"
    elif paging.totals:
        asked = " where that is asked for" if paging.totals == "on_request" else ""
        yield f", and how long it is{asked}"


def _line(member: Member) -> str:
    kind = _TYPES[member.kind]
    return f"{member.name}: {kind}{' | MISSING = MISSING' * member.optional}"
