"""Lists that are asked for by the rows that theirs refer to."""

from collections.abc import AsyncIterator
from itertools import permutations, product
from typing import Any, ClassVar

import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from tests.core.tables import work_on
from workshop.core.db.conditions import Condition, Filter
from workshop.core.db.cursors import CursorPages
from workshop.core.db.database import Database
from workshop.core.db.related import Related, RelatedLists
from workshop.core.db.related_places import RelatedSort
from workshop.core.queries import ListQuery, SortKey


class Base(DeclarativeBase):
    pass


class NotHidden(Condition):
    """Leaves out what is hidden."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        shown: sa.ColumnElement[bool] = model.hidden.is_(False)
        return shown


class Parent(Base):
    __tablename__ = "core_related_parents"
    __scope__: ClassVar = (NotHidden(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[int | None]
    hidden: Mapped[bool]


class Child(Base):
    __tablename__ = "core_related_children"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey(Parent.id))
    boss_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("core_related_children.id")
    )
    kind: Mapped[str]
    parent: Mapped[Parent | None] = relationship(lazy="raise")
    boss: Mapped["Child | None"] = relationship(lazy="raise", remote_side="Child.id")


class Children(RelatedLists[Child], CursorPages[Child]):
    model = Child
    filters = (
        Related("parent", Filter("parent_name", "name")),
        Related("parent", Filter("min_parent_rank", "rank", "ge")),
        Related("boss", Filter("boss_kind", "kind")),
    )
    related_sorts = (
        RelatedSort("parent_name", "parent", "name"),
        RelatedSort("parent_rank", "parent", "rank"),
        RelatedSort("boss_kind", "boss", "kind"),
    )


_PARENTS = [("a", 2), ("b", None), ("a", 1)]
_OF = [0, 1, None, 2, 0, 1, 2, 0]  # the parent of each child
_BOSSES = [None, 0, 0, 1, None, 2, 5, 3]


@pytest_asyncio.fixture
async def children(database: Database) -> AsyncIterator[Children]:
    async with work_on(database, Base.metadata) as work:
        for number, (name, rank) in enumerate(_PARENTS):
            work.session.add(Parent(id=number, name=name, rank=rank, hidden=False))
        await work.session.flush()
        children = Children(work)
        for number, (parent, boss) in enumerate(zip(_OF, _BOSSES, strict=True)):
            given = {"parent_id": parent, "boss_id": boss, "kind": "xy"[number % 2]}
            await children.add({"id": number, **given})
        yield children


async def _ids(
    children: Children, *sort: str, limit: int = 99, **filters: object
) -> list[int]:
    order = tuple(map(SortKey.parse, sort or ("id",)))
    found = await children.page(ListQuery(filters=filters, sort=order, limit=limit))
    if limit > len(found.items):
        assert found.total == len(found.items)
    items: list[Any] = [*found.items]
    return [each.id for each in items]


def _numbers(*parents: int | None) -> list[int]:
    return [number for number, parent in enumerate(_OF) if parent in parents]


async def test_a_list_is_narrowed_by_the_rows_that_its_own_refer_to(
    children: Children,
) -> None:
    assert await _ids(children, parent_name="a") == _numbers(0, 2)
    assert await _ids(children, parent_name="c") == []
    assert await _ids(children, min_parent_rank=2) == _numbers(0)
    assert await _ids(children, parent_name="a", min_parent_rank=1) == _numbers(0, 2)
    assert await _ids(children, boss_kind="x") == [1, 2, 5]


async def test_a_row_that_is_not_there_says_nothing(children: Children) -> None:
    hide = sa.update(Parent).where(Parent.id == 0).values(hidden=True)
    await children.work.session.execute(hide)
    assert await _ids(children, parent_name="a") == _numbers(2)
    last = [*_numbers(0, None)]
    assert (await _ids(children, "parent_name", "id"))[-len(last) :] == last
    assert (await _ids(children, "-parent_name", "id"))[-len(last) :] == last


_SORTS = [
    [sign + name for sign, name in zip(signs, names, strict=True)]
    for size in (1, 2)
    for names in permutations(["parent_name", "parent_rank", "boss_kind", "kind"], size)
    for signs in product(["", "-"], repeat=size)
]


def _places(number: int) -> dict[str, Any]:
    parent, boss = _OF[number], _BOSSES[number]
    name, rank = (None, None) if parent is None else _PARENTS[parent]
    return {
        "parent_name": name,
        "parent_rank": rank,
        "boss_kind": None if boss is None else "xy"[boss % 2],
        "kind": "xy"[number % 2],
    }


def _expected(sort: list[str]) -> list[int]:
    """Return the numbers of all rows in an order: what is missing is last."""
    found = sorted(range(len(_OF)), reverse=sort[-1].startswith("-"))
    for key in reversed(sort):
        name, down = key.removeprefix("-"), key.startswith("-")
        there = [each for each in found if _places(each)[name] is not None]
        there.sort(key=lambda each: _places(each)[name], reverse=down)
        found = there + [each for each in found if _places(each)[name] is None]
    return found


async def test_a_list_is_ordered_by_the_rows_that_its_own_refer_to(
    children: Children,
) -> None:
    for sort in _SORTS:
        assert await _ids(children, *sort) == _expected(sort), sort
        assert await _ids(children, *sort, limit=3) == _expected(sort)[:3]


async def test_a_list_goes_on_after_a_row_in_such_an_order(
    children: Children,
) -> None:
    for sort in _SORTS:
        found: list[int] = []
        cursor, order = None, tuple(map(SortKey.parse, sort))
        while cursor is not None or not found:
            page = await children.cursor_page(
                ListQuery(filters={}, sort=order, limit=3, cursor=cursor)
            )
            items: list[Any] = [*page.items]
            found += [each.id for each in items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == _expected(sort), sort
