"""What keeps answers, and what tells that one is no longer so."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
import pytest_asyncio
import sqlalchemy as sa
from fastapi import Response
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from structlog.testing import capture_logs

from shop.core.cache import store
from shop.core.cache.answers import Answers, Asked, open_answers
from shop.core.cache.cached import Cached
from shop.core.cache.generations import Generations, generation_of
from shop.core.cache.metrics import BYTES, ENTRIES, EVICTIONS
from shop.core.cache.reach import followed_by, reach_of, touched_by, watched
from shop.core.cache.store import Entry, MemoryStore
from shop.core.db.database import Database
from shop.core.db.written import EVERYTHING, renew, renew_all
from shop.core.keyring import Keyring, install, installed
from shop.core.security.access import Access
from shop.core.security.rules import owned_by
from shop.models.base import Base
from shop.settings import Settings
from tests.api.resources import RESOURCES
from tests.factory import create
from tests.keeping import KEPT, counted

_TABLE = "made_up"
_MODELS: list[type[Base]] = [each.model for each in KEPT]


@pytest_asyncio.fixture
async def answers(migrated: Settings) -> AsyncIterator[Answers]:
    found = open_answers(migrated)
    assert found is not None
    yield found
    await found.close()


def _asked(**said: Any) -> Asked:
    """Return a question that nobody has asked before."""
    return Asked("Thing", str(uuid4()), (_TABLE,), Cached(seconds=60, **said))


class _Loading:
    """Makes answers, and counts how often it had to."""

    def __init__(self, *during: Callable[[], Any]) -> None:
        self.times = 0
        self._during = during

    async def __call__(self) -> Response:
        self.times += 1
        number = self.times
        for each in self._during:
            await each()
        return Response(f"answer {number}")


async def _write(database: Database, *names: str) -> None:
    """Commit a write to tables."""
    async with database.engine.begin() as connection:
        await connection.run_sync(renew, names or [_TABLE])


async def _text(answers: Answers, asked: Asked, load: _Loading) -> str:
    return bytes((await answers.answer(asked, load)).body).decode()


async def test_an_answer_is_kept_until_its_tables_are_written(
    answers: Answers, emptied: Database
) -> None:
    asked, load = _asked(), _Loading()
    found = [await _text(answers, asked, load) for _ in range(2)]
    await _write(emptied, "another")
    found.append(await _text(answers, asked, load))
    await _write(emptied)
    found += [await _text(answers, asked, load) for _ in range(2)]
    await _write(emptied, EVERYTHING)
    found.append(await _text(answers, asked, load))
    assert [each[-1] for each in found] == ["1", "1", "1", "2", "2", "3"]


async def test_what_was_written_while_an_answer_was_made_is_not_in_it(
    answers: Answers, emptied: Database
) -> None:
    asked = _asked()
    load = _Loading(lambda: _write(emptied))
    assert await _text(answers, asked, load) == "answer 1"
    assert await _text(answers, asked, load) == "answer 2"


async def test_whoever_asks_after_a_write_waits_for_no_older_answer(
    answers: Answers, emptied: Database
) -> None:
    asked, begun, go = _asked(), asyncio.Event(), asyncio.Event()

    async def read() -> None:
        begun.set()
        await go.wait()

    old = asyncio.ensure_future(_text(answers, asked, _Loading(read)))
    await begun.wait()
    await _write(emptied)
    newer = _Loading()
    newer.times = 1
    assert await _text(answers, asked, newer) == "answer 2"
    go.set()
    assert await old == "answer 1"
    assert await _text(answers, asked, newer) in ("answer 2", "answer 3")


async def test_many_who_ask_at_once_have_it_made_once(
    answers: Answers, emptied: Database
) -> None:
    asked, load = _asked(), _Loading(lambda: asyncio.sleep(0.05))
    waited = counted("waited")
    found = await asyncio.gather(*(_text(answers, asked, load) for _ in range(20)))
    assert {*found} == {"answer 1"}
    assert counted("waited") == waited + 19


async def test_those_who_wait_for_one_that_fails_ask_themselves(
    answers: Answers, emptied: Database
) -> None:
    asked = _asked()

    async def fail() -> Response:
        await asyncio.sleep(0.05)
        raise RuntimeError

    first = asyncio.ensure_future(answers.answer(asked, fail))
    await asyncio.sleep(0.02)
    others = [_text(answers, asked, _Loading()) for _ in range(3)]
    assert await asyncio.gather(*others) == ["answer 1"] * 3
    with pytest.raises(RuntimeError):
        await first


async def test_a_client_that_goes_away_takes_nobody_along(
    answers: Answers, emptied: Database
) -> None:
    asked = _asked()
    never = _Loading(asyncio.Event().wait)
    first = asyncio.ensure_future(answers.answer(asked, never))
    await asyncio.sleep(0.05)
    other = asyncio.ensure_future(_text(answers, asked, _Loading()))
    await asyncio.sleep(0.05)
    first.cancel()
    assert await other == "answer 1"


@pytest.mark.parametrize(
    "response",
    [
        Response("made", 206),
        Response("made", headers={"Set-Cookie": "a=b"}),
        Response("made", headers={"Cache-Control": "no-store"}),
        StreamingResponse(iter(["made"])),
    ],
    ids=["no success", "somebody's", "says not to", "in parts"],
)
async def test_some_answers_are_not_kept(
    answers: Answers, emptied: Database, response: Response
) -> None:
    asked, hits = _asked(), counted("hit")

    async def load() -> Response:
        return response

    for _ in range(2):
        assert await answers.answer(asked, load) is response
    assert counted("hit") == hits


def test_answers_are_kept_only_where_the_settings_say_so(migrated: Settings) -> None:
    off = migrated.model_copy(update={"cache_answers": False})
    assert open_answers(off) is None


async def test_without_generations_every_answer_is_made_anew(tmp_path: Path) -> None:
    generations = Generations(f"sqlite+aiosqlite:///{tmp_path}/no/such.db")
    answers, asked, load = Answers(generations, MemoryStore(999)), _asked(), _Loading()
    with capture_logs() as logs:
        found = [await _text(answers, asked, load) for _ in range(2)]
    assert found == ["answer 1", "answer 2"]
    assert [each["event"] for each in logs] == ["cache_generations_unknown"]
    await answers.close()


async def test_generations_are_asked_for_again_once_the_database_is_back(
    answers: Answers, emptied: Database
) -> None:
    generations = answers._generations
    assert await generations.now() is not None
    assert generations._connection is not None
    await generations._driver.close()
    found = [await generations.now() for _ in range(2)]
    assert found[-1] is not None


async def test_those_who_ask_at_the_same_time_are_told_by_one_question(
    answers: Answers, emptied: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations, asked = answers._generations, 0
    rows = generations._rows

    async def counting() -> Any:
        nonlocal asked
        asked += 1
        return await rows()

    monkeypatch.setattr(generations, "_rows", counting)
    found = await asyncio.gather(*(generations.now() for _ in range(50)))
    assert found == [found[0]] * 50
    assert asked == 1


# What is kept in the process


def _entry(size: int = 10) -> Entry:
    return Entry("1", {}, b"x" * size)


async def test_what_is_kept_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, now = MemoryStore(10_000), 100.0
    monkeypatch.setattr(store, "monotonic", lambda: now)
    await kept.put("a", _entry(), 60)
    now = 159
    assert await kept.get("a") == _entry()
    now = 161
    assert await kept.get("a") is None
    assert await kept.get("a") is None


async def test_a_process_keeps_no_more_than_there_is_room_for() -> None:
    entries, size = ENTRIES._value.get(), BYTES._value.get()
    evicted = EVICTIONS.labels("room")._value.get()
    kept = MemoryStore(16_000)
    for name in "abcdefghijk":
        await kept.put(name, _entry(1000), 60)
        assert await kept.get("a")  # which is asked for all the time
    assert BYTES._value.get() - size <= 16_000
    assert EVICTIONS.labels("room")._value.get() == evicted + 1
    assert await kept.get("b") is None
    await kept.put("a", _entry(5), 60)  # in place of the other
    assert await kept.get("a") == _entry(5)
    await kept.put("z", _entry(9000), 60)  # which would take most of it
    assert await kept.get("z") is None
    await kept.close()
    assert (ENTRIES._value.get(), BYTES._value.get()) == (entries, size)


# What is written


async def _generations(answers: Answers) -> Mapping[str, int]:
    now = await answers._generations.now()
    assert now is not None
    return now


def _statements(model: type[Base]) -> Mapping[str, sa.Executable]:
    column = next(iter(sa.inspect(model).primary_key))
    same = {column.key: column}
    table = cast("sa.Table", model.__table__)
    bare = sa.table(table.name, sa.column(column.name))
    same_there = {column.name: bare.c[column.name]}
    return {
        "update": sa.update(model).values(same).where(sa.false()),
        "delete": sa.delete(model).where(sa.false()),
        "insert": sa.insert(table).from_select([column], sa.select(column).limit(0)),
        "core": sa.update(table).values(same).where(sa.false()),
        "bare": sa.update(bare).values(same_there).where(sa.false()),
        "text": sa.text(str(sa.delete(table).where(sa.text("1 = 0")))),
    }


@pytest.mark.parametrize("how", ["update", "delete", "insert", "core", "bare", "text"])
async def test_every_statement_that_writes_renews_a_generation(
    answers: Answers, session: AsyncSession, how: str
) -> None:
    for model in _MODELS:
        tables = reach_of(model).tables
        before = await _generations(answers)
        await session.execute(_statements(model)[how])
        assert await _generations(answers) == before
        await session.commit()
        after = await _generations(answers)
        assert generation_of(tables, after) != generation_of(tables, before)


async def test_what_only_reads_renews_nothing(
    answers: Answers, session: AsyncSession
) -> None:
    before = await _generations(answers)
    await session.execute(sa.select(KEPT[0].model))
    await session.execute(sa.text(str(sa.select(KEPT[0].model))))
    await session.execute(sa.text("DELETE FROM alembic_version WHERE 1 = 0"))
    await session.execute(sa.func.now())
    await session.commit()
    assert await _generations(answers) == before


async def test_a_savepoint_renews_nothing_before_the_commit(
    answers: Answers, session: AsyncSession
) -> None:
    model = KEPT[0].model
    before = await _generations(answers)
    async with session.begin_nested():
        await session.execute(_statements(model)["update"])
    assert await _generations(answers) == before
    await session.commit()
    assert await _generations(answers) != before


async def test_writers_do_not_wait_for_one_another(
    answers: Answers, emptied: Database
) -> None:
    if emptied.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    before = await _generations(answers)
    async with emptied.engine.connect() as one, emptied.engine.connect() as another:
        for each in (one, another):
            async with asyncio.timeout(5):
                await each.run_sync(renew, [_TABLE, "another"])
        await another.commit()
        between = await _generations(answers)
        await one.commit()
    after = await _generations(answers)
    assert before != between != after


async def test_what_the_database_writes_after_a_delete_is_renewed_with_it(
    answers: Answers, session: AsyncSession
) -> None:
    for resource in RESOURCES:
        table = cast("sa.Table", resource.model.__table__)
        followed = followed_by(table, "ondelete") & watched()
        if not followed:
            continue
        entity = await create(session, resource.model)
        before = await _generations(answers)
        await session.execute(_statements(resource.model)["delete"])
        await session.commit()
        between = await _generations(answers)
        await session.delete(entity)
        await session.commit()
        after = await _generations(answers)
        for name in followed:
            assert before.get(name) != between[name] != after[name]


class _Made(DeclarativeBase):
    """The base of classes that no database has."""


_LINKS = sa.Table(
    "links",
    _Made.metadata,
    sa.Column("shelf_id", sa.ForeignKey("shelves.id", ondelete="CASCADE")),
    sa.Column("mark_id", sa.ForeignKey("marks.id", ondelete="CASCADE")),
)


class _Room(_Made):
    __tablename__ = "rooms"
    __access__ = Access(resource="room")

    id: Mapped[int] = mapped_column(primary_key=True)


class _Shelf(_Made):
    __tablename__ = "shelves"
    __cache__ = Cached(seconds=60)
    __access__ = Access(resource="shelf", get=owned_by("room_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"))


class _Mark(_Made):
    __tablename__ = "marks"
    __access__ = Access(resource="mark")

    id: Mapped[int] = mapped_column(primary_key=True)


class _Box(_Made):
    __tablename__ = "boxes"
    __cache__ = Cached(seconds=60, related=True)
    __access__ = Access(resource="box")

    id: Mapped[int] = mapped_column(primary_key=True)
    shelf_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("shelves.id", ondelete="SET NULL", onupdate="CASCADE")
    )


@pytest.mark.parametrize(
    ("table", "event", "followed"),
    [
        ("rooms", "ondelete", {"shelves", "boxes", "links"}),
        ("marks", "ondelete", {"links"}),
        ("shelves", "onupdate", {"boxes"}),
        ("boxes", "ondelete", set()),
    ],
)
def test_what_the_database_writes_by_itself_is_known(
    table: str, event: str, followed: set[str]
) -> None:
    assert followed_by(_Made.metadata.tables[table], event) == followed


def test_what_an_answer_hangs_on_follows_from_keys() -> None:
    # By the room it is known whose a shelf is.
    assert reach_of(_Shelf).tables == ("links", "marks", "rooms", "shelves")
    assert reach_of(_Shelf).models == (_Mark, _Shelf)
    assert {*reach_of(_Box).tables} >= {"boxes", "links", "marks", "shelves"}
    assert reach_of(_Box).models == (_Box, _Mark, _Shelf)


def test_answers_hang_on_their_own_table_and_on_those_of_links() -> None:
    for model in _MODELS:
        reach = reach_of(model)
        assert touched_by(sa.inspect(model)) <= {*reach.tables}
        assert {*reach.tables} <= watched()
        assert model in reach.models


async def test_a_migration_renews_all_there_is(
    answers: Answers, emptied: Database
) -> None:
    asked, load = _asked(), _Loading()
    assert await _text(answers, asked, load) == "answer 1"
    async with emptied.engine.begin() as connection:
        await connection.run_sync(_migrated, as_sql=True)
    assert await _text(answers, asked, load) == "answer 1"
    async with emptied.engine.begin() as connection:
        await connection.run_sync(_migrated)
    assert await _text(answers, asked, load) == "answer 2"


def _migrated(connection: sa.Connection, *, as_sql: bool = False) -> None:
    migration: Any = SimpleNamespace(connection=connection, as_sql=as_sql)
    renew_all(migration, migration, (), {})


async def test_a_migration_before_the_table_is_there_renews_nothing(
    tmp_path: Path,
) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/new.db")
    with engine.begin() as connection:
        _migrated(connection)
        assert not sa.inspect(connection).get_table_names()
    engine.dispose()


async def test_rows_that_are_stored_renew_the_generation_of_their_table(
    answers: Answers, session: AsyncSession
) -> None:
    for resource in KEPT:
        before = await _generations(answers)
        await create(session, resource.model)
        name = resource.model.__tablename__
        assert (await _generations(answers))[name] != before.get(name)


# What is encrypted


class _Seen(MemoryStore):
    """Remembers what it was given."""

    def __init__(self) -> None:
        super().__init__(99_999)
        self.seen: list[Entry] = []

    async def put(self, key: str, entry: Entry, seconds: float) -> None:
        self.seen.append(entry)
        await super().put(key, entry, seconds)


async def test_what_the_database_holds_encrypted_is_kept_so(
    migrated: Settings, emptied: Database
) -> None:
    kept, asked, load = _Seen(), _asked(sealed=True), _Loading()
    answers = Answers(Generations(migrated.database_url), kept)
    found = [await _text(answers, asked, load) for _ in range(2)]
    assert found == ["answer 1"] * 2
    assert not any(b"answer" in each.body for each in kept.seen)
    keyring = installed()
    install(Keyring({"new": bytes(range(32))}, keyring.index_key))
    assert await _text(answers, asked, load) == "answer 2"
    install(keyring)
    await answers.close()
