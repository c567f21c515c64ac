"""Searches for words: both engines find the same rows."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.db.database import Database
from chat.core.db.full_text import FullText
from chat.core.db.ranked_pages import RankedPages
from chat.core.db.words import compared_in, is_compared_with, words_index, words_of
from chat.core.queries import ListQuery, SortKey
from tests.core.tables import work_on


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "core_word_things"
    __table_args__ = (
        words_index("ix_core_word_things", "simple", "name", "nick", "note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    nick: Mapped[str | None]
    note: Mapped[str | None]


class Story(Base):
    __tablename__ = "core_word_stories"
    __table_args__ = (words_index("ix_core_word_stories", "english", "text"),)

    id: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    text: Mapped[str]


class Things(RankedPages[Thing]):
    model = Thing
    filters = (FullText("name", "nick", "note"),)


class Named(RankedPages[Thing]):
    """Things, to somebody who may not read their names."""

    model = Thing
    filters = (FullText("name", "nick", "note", hidden=("name",)),)


class Stories(RankedPages[Story]):
    model = Story
    filters = (FullText("text"),)


Found = Things | Named | Stories


@pytest_asyncio.fixture
async def things(database: Database) -> AsyncIterator[Things]:
    async with work_on(database, Base.metadata) as work:
        yield Things(work)


async def _found(rows: Found, question: str, *sort: SortKey) -> list[object]:
    query = ListQuery(filters={"q": question}, sort=sort, limit=9)
    page = await rows.page(query)
    assert page.total == len(page.items)
    rows_: Sequence[Any] = page.items
    return [each.id for each in rows_]


@pytest.mark.parametrize(
    ("text", "question", "is_found"),
    [
        ("Steel bolt", "bolt", True),
        ("Steel bolt", "BOLT steel", True),
        ("Steel bolt", "bol", False),
        ("Steel bolt", "bol*", True),
        ("Steel bolt", "olt*", False),
        ("Steel bolt", "bolt nut", False),
        ("Steel bolts", "bolt", False),
        ("Crème brûlée", "creme BRULEE", True),
        ("creme brulee", "CRÈME brûlée", True),
        ("Cre\u0300me", "crème", True),
        ("Übergröße", "ubergröße", True),
        ("Жизнь", "ЖИЗНЬ", True),
        ("ΑΛΦΑ", "αλφα", True),
        ("한글", "한글", True),
        ("日本", "日本", True),
        ("wi-fi, 3.14!", "fi", True),
        ("wi-fi, 3.14!", "3.14", True),
        ("wi-fi, 3.14!", "wi/fi", True),
        ("wi-fi", "wifi", False),
        ("snake_case", "case", True),
        ("ada@example.com", "example", True),
        ("ada@example.com", "ada@example.com", True),
        ("it's", "it’s", True),
        ("A 1e5 b2b", "1e5 b2b", True),
        ("this and the other", "the AND or not NEAR", False),
        ("the and or not near", "the AND or not NEAR", True),
        ("Steel bolt", "", False),
        ("Steel bolt", "'\"()!&|:*\\^-", False),
        ("Steel bolt", '"steel bolt"', True),
        ("Steel bolt", "-steel", True),
        ("Steel bolt", "🙂", False),
        ("🙂 bolt", "bolt 🙂", True),
        ("Steel bolt", "\ufdfa" * 200, False),
    ],
)
async def test_a_row_is_found_by_all_of_the_words(
    things: Things, text: str, question: str, *, is_found: bool
) -> None:
    await things.add({"id": 1, "name": text})
    assert await _found(things, question) == [1] * is_found


async def test_the_words_may_be_in_several_columns(things: Things) -> None:
    await things.add({"id": 1, "name": "steel", "nick": "bolt"})
    await things.add({"id": 2, "name": "steel"})
    assert await _found(things, "bolt steel") == [1]


async def test_what_is_changed_or_removed_is_found_no_longer(things: Things) -> None:
    row = await things.add({"id": 1, "name": "steel"})
    await things.change(row, {"name": "brass"})
    assert (await _found(things, "steel"), await _found(things, "brass")) == ([], [1])
    await things.remove(row)
    assert await _found(things, "brass") == []


async def test_the_best_rows_come_first(things: Things) -> None:
    await things.add({"id": 1, "name": "nut", "note": "bolt"})
    await things.add({"id": 2, "name": "bolt"})
    await things.add({"id": 3, "name": "nut", "nick": "bolt"})
    assert await _found(things, "bolt") == [2, 3, 1]
    assert await _found(things, "bolt", SortKey("id", descending=True)) == [3, 2, 1]


async def test_what_is_hidden_is_neither_found_nor_ranked(things: Things) -> None:
    await things.add({"id": 1, "name": "bolt", "note": "nut"})
    await things.add({"id": 2, "name": "bolt", "nick": "nut bolt"})
    named = Named(things.work)
    assert await _found(named, "bolt") == [2]
    assert await _found(named, "nut") == [2, 1]
    assert await _found(named, "!") == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Connected bolts", "bolt connecting"),
        ("A running horse", "RUNS horses"),
        ("café", "cafes"),
    ],
)
async def test_words_of_a_language_are_found_by_their_stems(
    things: Things, text: str, question: str
) -> None:
    stories = Stories(things.work)
    await stories.add({"id": "a", "text": text})
    assert await _found(stories, question) == ["a"]


async def test_a_long_text_is_stored_and_its_beginning_found(things: Things) -> None:
    stories = Stories(things.work)
    await stories.add({"id": "a", "text": " ".join(map(str, range(200_000)))})
    assert await _found(stories, "10000") == ["a"]
    assert await _found(stories, "199999") == []


def test_alembic_compares_no_table_of_words() -> None:
    is_compared = compared_in(Base.metadata)
    assert is_compared("core_word_things", "table", {})
    assert not is_compared("ix_core_word_things_data", "table", {})
    assert is_compared("ix_core_word_things", "index", {})


def test_alembic_compares_no_expression_of_words() -> None:
    index, plain = words_index("ix_words", "simple", "name"), sa.Index("ix", "name")
    for reflected in (True, False):
        assert is_compared_with(index, "ix_words", "index", reflected, None)
        assert not is_compared_with(index, "ix_words", "index", reflected, index)
        assert is_compared_with(plain, "ix", "index", reflected, plain)


def test_a_question_of_any_length_is_words() -> None:
    assert words_of("Ünder* 'x") == [("Under", True), ("x", False)]
    assert len(words_of("a " * 1000)) == 100
