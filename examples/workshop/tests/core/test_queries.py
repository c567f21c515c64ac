import pytest

from workshop.core.queries import Page


@pytest.mark.parametrize(("total", "pages"), [(0, 0), (1, 1), (10, 1), (11, 2)])
def test_the_last_page_may_be_part_full(total: int, pages: int) -> None:
    assert Page([], number=1, limit=10, total=total).pages == pages
