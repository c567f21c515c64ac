"""Cursors, and lists that go on after them."""

import string
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
import sqlalchemy as sa
from pydantic import BaseModel
from pydantic_core import from_json
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.cursors import CursorPage, decode_cursor, encode_cursor
from chat.core.db.cursors import CursorPages
from chat.core.db.database import Database
from chat.core.errors import InvalidError
from chat.core.http.responses import ResponseBuilder
from chat.core.queries import ListQuery, SortKey
from tests.core.tables import work_on

_BY_NAME = [SortKey("name", descending=True), SortKey("id", descending=False)]


def _wrong(error: InvalidError) -> list[tuple[str, str]]:
    assert all(detail.message for detail in error.details)
    return [(detail.field, detail.code) for detail in error.details]


class Asked(BaseModel):
    limit: int = 5
    cursor: str | None = None


def test_a_query_says_where_a_list_goes_on() -> None:
    query = ListQuery.of(Asked(cursor="a"))
    assert (query.cursor, query.filters) == ("a", {})
    assert ListQuery.of(Asked()).cursor is None


def test_a_cursor_comes_back_as_it_went() -> None:
    cursor = encode_cursor(_BY_NAME, ["Łódź", 7])
    assert decode_cursor(cursor, _BY_NAME) == ["Łódź", "7"]


@pytest.mark.parametrize("name", ["a", "ab", "abc", "\U0010ffff" * 3])
def test_a_cursor_is_written_with_signs_that_a_url_has(name: str) -> None:
    cursor = encode_cursor(_BY_NAME, [name, 7])
    assert cursor.replace("-", "a").replace("_", "a").isalnum()
    assert decode_cursor(cursor, _BY_NAME) == [name, "7"]


@pytest.mark.parametrize("last", string.ascii_letters + string.digits)
def test_a_cursor_comes_back_whatever_it_ends_in(last: str) -> None:
    assert decode_cursor(encode_cursor(_BY_NAME, ["ab", last]), _BY_NAME)[1] == last


def test_nothing_and_a_text_of_no_length_stay_apart() -> None:
    cursor = encode_cursor(_BY_NAME, [None, ""])
    assert decode_cursor(cursor, _BY_NAME) == [None, ""]


@pytest.mark.parametrize("character", ["\u0001", '"', "\\", "\U0010ffff"])
def test_a_character_takes_at_most_four_bytes(character: str) -> None:
    cursor = encode_cursor(_BY_NAME, [character * 999, 7])
    assert decode_cursor(cursor, _BY_NAME) == [character * 999, "7"]
    assert len(cursor) * 3 // 4 <= len("-name,id") + 2 * 2 + 4 * 999 + 1


@pytest.mark.parametrize(
    "cursor",
    ["", "!", "AAAA", "LW5hbWUsaWQ", "LW5hbWUsaWQAYQBiAGM", "_w", "é"],
)
def test_a_cursor_that_we_did_not_give_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidError) as refused:
        decode_cursor(cursor, _BY_NAME)
    assert refused.value.message
    assert _wrong(refused.value) == [("cursor", "invalid_cursor")]


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = encode_cursor(_BY_NAME, ["a", 7])
    other = [SortKey("name", descending=False), SortKey("id", descending=False)]
    for order in (_BY_NAME[:1], other):
        with pytest.raises(InvalidError):
            decode_cursor(cursor, order)


def test_a_cursor_with_a_sign_that_none_has_is_refused() -> None:
    cursor = encode_cursor(_BY_NAME, ["a", 7])
    with pytest.raises(InvalidError):
        decode_cursor(f"!!!!{cursor}", _BY_NAME)  # which need no other padding


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_cursor_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[int]
    nick: Mapped[str | None]
    weight: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class Things(CursorPages[Thing]):
    model = Thing


@pytest_asyncio.fixture
async def things(database: Database) -> AsyncIterator[Things]:
    async with work_on(database, Base.metadata) as work:
        things = Things(work)
        for n, nick in enumerate(["b", None, "a", "b", None]):
            await things.add({"id": n, "name": f"n{n}", "rank": n % 2, "nick": nick})
        yield things


def _query(*sort: str, cursor: str | None = None) -> ListQuery:
    order = tuple(map(SortKey.parse, sort))
    return ListQuery(filters={}, sort=order, limit=2, cursor=cursor)


async def _walk(things: Things, *sort: str) -> list[int]:
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = await things.cursor_page(_query(*sort, cursor=cursor))
        found += [item.id for item in page.items if hasattr(item, "id")]
        cursor = page.next_cursor
        if cursor is None:
            return found
        assert len(found) < 99, "the list has no end"


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ([], [0, 1, 2, 3, 4]),
        (["-id"], [4, 3, 2, 1, 0]),
        (["rank"], [0, 2, 4, 1, 3]),
        (["rank", "-name"], [4, 2, 0, 3, 1]),
        (["nick"], [2, 0, 3, 1, 4]),
        (["-nick"], [3, 0, 2, 4, 1]),
        (["nick", "-rank"], [2, 3, 0, 1, 4]),
        (["-rank", "rank", "-name"], [3, 1, 4, 2, 0]),
    ],
)
async def test_a_cursor_goes_through_every_row_in_order(
    things: Things, sort: Sequence[str], ids: list[int]
) -> None:
    assert await _walk(things, *sort) == ids


async def test_a_list_ends_where_its_last_part_is_full(things: Things) -> None:
    after = encode_cursor([SortKey("id", descending=False)], [2])
    last = await things.cursor_page(_query(cursor=after))
    assert [item.id for item in last.items if hasattr(item, "id")] == [3, 4]
    assert last.next_cursor is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("rank", value) for value in ("x", None, 2**31, -(2**31) - 1)),
        *(("weight", value) for value in (2**63, -(2**63) - 1)),
        ("name", None),
    ],
)
async def test_a_cursor_with_a_value_that_no_column_holds_is_refused(
    things: Things, name: str, value: object
) -> None:
    order = [SortKey(name, descending=False), SortKey("id", descending=False)]
    cursor = encode_cursor(order, [value, 1])
    with pytest.raises(InvalidError) as refused:
        await things.cursor_page(_query(name, cursor=cursor))
    assert _wrong(refused.value) == [("cursor", "invalid_cursor")]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("rank", -(2**31), 2**31 - 1), ("weight", -(2**63), 2**63 - 1)],
)
async def test_a_cursor_has_any_value_that_its_column_holds(
    things: Things, name: str, least: int, most: int
) -> None:
    order = [SortKey(name, descending=False), SortKey("id", descending=False)]
    from_start = _query(name, cursor=encode_cursor(order, [least, 1]))
    assert len((await things.cursor_page(from_start)).items) == 2
    from_end = _query(name, cursor=encode_cursor(order, [most, 1]))
    assert await things.cursor_page(from_end) == CursorPage([], None)


def test_the_last_part_of_a_list_says_so() -> None:
    response = ResponseBuilder(BaseModel).cursor_page(CursorPage([], None))
    assert response.media_type == "application/json"
    shown = from_json(bytes(response.body))
    assert shown["pagination"] == {"next_cursor": None, "has_more": False}
