import pytest

from shop.core.errors import InvalidError
from shop.core.queries import Page, SortKey, decode_cursor, encode_cursor

_BY_NAME = [SortKey("name", descending=True), SortKey("id", descending=False)]


def test_a_cursor_comes_back_as_it_went() -> None:
    cursor = encode_cursor(_BY_NAME, ["Łódź", 7])
    assert decode_cursor(cursor, _BY_NAME) == ["Łódź", 7]


@pytest.mark.parametrize(
    "cursor",
    ["", "!", "AAAA", "bnVsbA", "WzEsMl0", "W10", "WyItbmFtZSxpZCIsIDVd", "é"],
)
def test_a_cursor_that_we_did_not_give_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidError):
        decode_cursor(cursor, _BY_NAME)


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = encode_cursor(_BY_NAME, ["a", 7])
    with pytest.raises(InvalidError):
        decode_cursor(cursor, _BY_NAME[:1])


@pytest.mark.parametrize(("total", "pages"), [(0, 0), (1, 1), (10, 1), (11, 2)])
def test_the_last_page_may_be_part_full(total: int, pages: int) -> None:
    assert Page([], number=1, limit=10, total=total).pages == pages
