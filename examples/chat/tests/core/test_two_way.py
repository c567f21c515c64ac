"""Lists that are read in either direction, by orders with ties and with nulls."""

from collections.abc import AsyncIterator
from itertools import permutations, product
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.cursors import CursorPage, encode_cursor
from chat.core.db.database import Database
from chat.core.db.two_way import TwoWayPages
from chat.core.errors import InvalidError
from chat.core.queries import ListQuery, SortKey
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_two_way_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[int | None]
    nick: Mapped[str | None]


class Things(TwoWayPages[Thing]):
    model = Thing


_ROWS = [
    ("a", 2, None),
    ("b", None, "x"),
    ("a", 2, "x"),
    ("b", 1, None),
    ("a", None, None),
    ("c", 1, ""),
    ("b", None, "y"),
    ("a", 2, "x"),
]
_NAMES = ("name", "rank", "nick")
_SORTS = [
    ",".join(sign + name for sign, name in zip(signs, names, strict=True))
    for size in range(4)
    for names in permutations(_NAMES, size)
    for signs in product(["", "-"], repeat=size)
]


@pytest_asyncio.fixture
async def things(database: Database) -> AsyncIterator[Things]:
    async with work_on(database, Base.metadata) as work:
        things = Things(work)
        for number, (name, rank, nick) in enumerate(_ROWS):
            values = {"id": number, "name": name, "rank": rank, "nick": nick}
            await things.add(values)
        yield things


async def _page(
    things: Things, sort: str = "", cursor: str | None = None, limit: int = 3
) -> CursorPage:
    order = tuple(map(SortKey.parse, sort.split(","))) if sort else ()
    return await things.cursor_page(
        ListQuery(filters={}, sort=order, limit=limit, cursor=cursor)
    )


def _ids(page: CursorPage) -> list[int]:
    rows: list[Any] = [*page.items]
    return [each.id for each in rows]


async def _read(things: Things, sort: str, limit: int) -> list[list[int]]:
    """Return the pages of a list, which have to be the same on the way back."""
    pages = [await _page(things, sort, limit=limit)]
    assert pages[0].prev_cursor is None
    while pages[-1].next_cursor is not None:
        pages.append(await _page(things, sort, pages[-1].next_cursor, limit))
    found = [_ids(each) for each in pages]
    back = pages[-1]
    for expected in found[-2::-1]:
        back = await _page(things, sort, back.prev_cursor, limit)
        assert _ids(back) == expected
        again = await _page(things, sort, back.next_cursor, limit)
        assert _ids(again) == found[found.index(expected) + 1]
    assert back.prev_cursor is None
    return found


async def test_a_list_is_the_same_in_both_directions_by_any_order(
    things: Things,
) -> None:
    for sort in _SORTS:
        whole = await _page(things, sort, limit=99)
        assert (whole.prev_cursor, whole.next_cursor) == (None, None)
        pages = await _read(things, sort, limit=2)
        assert [each for page in pages for each in page] == _ids(whole), sort


async def test_rows_that_come_and_go_neither_repeat_nor_skip_others(
    things: Things,
) -> None:
    for sort in ("", "name,rank", "-rank,nick", "nick"):
        whole = _ids(await _page(things, sort, limit=99))
        first = await _page(things, sort)
        second = await _page(things, sort, first.next_cursor)
        assert _ids(second) == whole[3:6]
        gone = await _found(things, whole[3])
        values = {name: getattr(gone, name) for name in ("id", *_NAMES)}
        await _remove(things, gone)
        back = await _page(things, sort, second.prev_cursor)
        assert _ids(back) == whole[:3]
        rest = await _page(things, sort, back.next_cursor)
        assert _ids(rest) == whole[4:7]
        await things.add(values)
        assert _ids(await _page(things, sort, rest.prev_cursor)) == whole[1:4]


async def test_where_all_rows_are_gone_a_page_leads_back_to_where_it_came_from(
    things: Things,
) -> None:
    first = await _page(things, "rank,id", limit=6)
    last = await _page(things, "rank,id", first.next_cursor, limit=6)
    for number in _ids(last):
        await _remove(things, await _found(things, number))
    empty = await _page(things, "rank,id", first.next_cursor, limit=6)
    assert (empty.items, empty.next_cursor) == ([], None)
    back = await _page(things, "rank,id", empty.prev_cursor, limit=6)
    assert _ids(back) == _ids(first)
    assert back.prev_cursor is None
    for number in _ids(first):
        await _remove(things, await _found(things, number))
    # On a way back from a row that was there, the way on starts with it.
    nothing = await _page(things, "rank,id", last.prev_cursor, limit=6)
    assert (nothing.items, nothing.prev_cursor) == ([], None)
    kept = {"id": _ids(last)[0], "name": "b", "rank": None, "nick": None}
    await things.add(kept)
    on = await _page(things, "rank,id", nothing.next_cursor, limit=6)
    assert _ids(on) == [kept["id"]]


async def _found(things: Things, number: int) -> Thing:
    found = await things.find(number)
    assert found
    return found


async def _remove(things: Things, thing: Thing) -> None:
    await things.remove(thing)
    things.work.session.expunge(thing)


@pytest.mark.parametrize("said", ["after", "", None])
async def test_a_cursor_that_leads_nowhere_is_refused(
    things: Things, said: str | None
) -> None:
    order = [SortKey("", descending=False), SortKey("id", descending=False)]
    with pytest.raises(InvalidError):
        await _page(things, cursor=encode_cursor(order, [said, 1]))


async def test_a_cursor_leads_back_in_its_own_order_alone(things: Things) -> None:
    first = await _page(things, "name")
    second = await _page(things, "name", first.next_cursor)
    for sort in ("-name", "rank", ""):
        with pytest.raises(InvalidError):
            await _page(things, sort, second.prev_cursor)
