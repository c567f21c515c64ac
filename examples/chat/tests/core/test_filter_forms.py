"""Lists that are narrowed by several values, by what is missing, or by how a text starts."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.db.database import Database
from chat.core.db.filter_forms import AnyOf, Missing, NoneOf, StartsWith
from chat.core.db.repository import SqlRepository
from chat.core.queries import ListQuery, SortKey
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_filter_form_things"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    nick: Mapped[str | None]


class Things(SqlRepository[Thing]):
    model = Thing
    filters = (
        AnyOf("id"),
        NoneOf("not_id", "id"),
        AnyOf("nick"),
        NoneOf("not_nick", "nick"),
        Missing("nick_null", "nick"),
        StartsWith("name_prefix", "name"),
        StartsWith("nick_prefix", "nick"),
    )


_NAMES = ("a%b", "a_b", "ab", "A%b", "a\\b", "a*b", "a?b", "a[b", "a]b", "äb")
_NICKS = ("x", None, "X", None, "", "xy", None, "y", "z", None)


@pytest_asyncio.fixture
async def things(database: Database) -> AsyncIterator[Things]:
    async with work_on(database, Base.metadata) as work:
        things = Things(work)
        for number, (name, nick) in enumerate(zip(_NAMES, _NICKS, strict=True)):
            await things.add({"id": number, "name": name, "nick": nick})
        yield things


async def _found(things: Things, **filters: object) -> list[Any]:
    query = ListQuery(filters=filters, sort=(SortKey.parse("id"),), limit=99)
    page = await things.page(query)
    assert page.total == len(page.items)
    items: list[Any] = [*page.items]
    return [each.id for each in items]


@pytest.mark.parametrize("text", [*_NAMES, "a", "A", "", "a\\", "a%", "[a]", "b"])
async def test_a_prefix_is_a_text_of_which_case_and_signs_count(
    things: Things, text: str
) -> None:
    expected = [n for n, name in enumerate(_NAMES) if name.startswith(text)]
    assert await _found(things, name_prefix=text) == expected


async def test_what_is_missing_starts_with_nothing(things: Things) -> None:
    expected = [n for n, nick in enumerate(_NICKS) if nick is not None]
    assert await _found(things, nick_prefix="") == expected


async def test_what_is_missing_is_found_or_left_out(things: Things) -> None:
    missing = [n for n, nick in enumerate(_NICKS) if nick is None]
    assert await _found(things, nick_null=True) == missing
    others = [n for n in range(len(_NICKS)) if n not in missing]
    assert await _found(things, nick_null=False) == others


@pytest.mark.parametrize("given", [["x"], ["x", "X"], ["x", "x", ""], ["nothing"]])
async def test_none_of_some_values_is_all_that_any_of_them_leaves_out(
    things: Things, given: list[str]
) -> None:
    kept = [n for n, nick in enumerate(_NICKS) if nick in given]
    others = [n for n in range(len(_NICKS)) if n not in kept]
    assert await _found(things, nick=given) == kept
    assert await _found(things, not_nick=given) == others
    assert await _found(things, nick=given, not_nick=given) == []


async def test_one_value_needs_no_list(things: Things) -> None:
    assert await _found(things, nick="xy") == [5]
    assert await _found(things, id=3) == [3]


async def test_forms_are_joined_by_and(things: Things) -> None:
    assert await _found(things, id=[1, 3, 5], not_id=[5], nick_null=True) == [1, 3]
