import pytest
from pydantic import BaseModel

from notes.core.queries import ListQuery, Page, SortKey


class Asked(BaseModel):
    page: int | None = None
    limit: int = 5
    sort: str | None = None
    name: str | None = None
    state: str | None = None


def test_what_is_not_asked_for_narrows_nothing() -> None:
    query = ListQuery.of(Asked(name="a"))
    assert query.filters == {"name": "a"}
    assert (query.sort, query.limit, query.page) == ((), 5, 1)


def test_a_query_says_the_order_and_the_page() -> None:
    query = ListQuery.of(Asked(page=3, limit=7, sort="-name,state"))
    order = (SortKey("name", descending=True), SortKey("state", descending=False))
    assert (query.filters, query.sort) == ({}, order)
    assert (query.limit, query.page) == (7, 3)


@pytest.mark.parametrize(("total", "pages"), [(0, 0), (1, 1), (10, 1), (11, 2)])
def test_the_last_page_may_be_part_full(total: int, pages: int) -> None:
    assert Page([], number=1, limit=10, total=total).pages == pages
