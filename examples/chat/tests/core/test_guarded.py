"""What a repository lets whom see and do by rules about rows, on tables of the tests' own."""

from collections.abc import AsyncIterator
from typing import ClassVar
from uuid import UUID

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.core.context import Context
from chat.core.db.database import Database
from chat.core.db.guarded import Guarded
from chat.core.db.stamps import account
from chat.core.db.unit_of_work import UnitOfWork
from chat.core.errors import ConflictError, InvalidError
from chat.core.queries import ListQuery
from chat.core.security.access import Access
from chat.core.security.errors import ForbiddenError, UnauthenticatedError
from chat.core.security.principal import ANONYMOUS, SYSTEM, Principal, person, service
from chat.core.security.rules import PUBLIC, field, owned_by
from tests.core.tables import work_on

_ME, _OTHER = UUID(int=1), UUID(int=2)
_QUERY = ListQuery(filters={}, sort=(), limit=9)


class Base(DeclarativeBase):
    pass


class Box(Base):
    """Anybody makes one; those that are open are seen by all."""

    __tablename__ = "core_boxes"
    __access__ = Access(
        resource="box",
        get=owned_by("keeper") | field("open").holds(),
        create=PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    keeper: Mapped[UUID] = mapped_column(sa.Uuid())
    open: Mapped[bool] = mapped_column(default=False)


class Doc(Base):
    """Its author changes it until it is shut, and deletes it once it is in no box."""

    __tablename__ = "core_docs"
    __access__ = Access(
        resource="doc",
        list=owned_by("author") | (field("state") == "open"),
        get=owned_by("author") | (field("state") == "open"),
        create=owned_by("author") & (field("state") != "shut"),
        update=owned_by("author") & ~(field("state") == "shut"),
        delete=owned_by("author") & field("box_id").is_missing(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[UUID] = mapped_column(sa.Uuid())
    state: Mapped[str] = mapped_column(sa.String(9), default="draft")
    box_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_boxes.id"))


class Secret(Base):
    """Nobody's business but the system's."""

    __tablename__ = "core_secrets_of_nobody"
    __access__ = Access(resource="secret")

    id: Mapped[int] = mapped_column(primary_key=True)


class Boxes(Guarded[Box]):
    model = Box
    insert_stamps: ClassVar = {"keeper": account}


class Docs(Guarded[Doc]):
    model = Doc
    insert_stamps: ClassVar = {"author": account}


class Secrets(Guarded[Secret]):
    model = Secret


@pytest_asyncio.fixture
async def work(database: Database) -> AsyncIterator[UnitOfWork]:
    """Two boxes of somebody else; a doc of mine, an open one and a draft of theirs."""
    async with work_on(database, Base.metadata, Context(principal=SYSTEM)) as work:
        boxes = [Box(id=1, keeper=_OTHER, open=True), Box(id=2, keeper=_OTHER)]
        work.session.add_all([*boxes, Secret(id=1)])
        await work.session.flush()
        work.session.add_all(
            [
                Doc(id=1, author=_ME),
                Doc(id=2, author=_OTHER, state="open"),
                Doc(id=3, author=_OTHER),
            ]
        )
        await work.session.flush()
        yield work


def _as(work: UnitOfWork, principal: Principal, *, writes: bool = True) -> UnitOfWork:
    return UnitOfWork(work.session, Context(principal=principal), writes=writes)


@pytest.fixture
def mine(work: UnitOfWork) -> Docs:
    """The docs, for me."""
    return Docs(_as(work, person(_ME)))


async def _doc(docs: Docs, key: int) -> Doc:
    found = await docs.find(key)
    assert found is not None
    return found


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize(
    ("principal", "seen"),
    [
        (person(_ME), [1, 2]),
        (person(_OTHER), [2, 3]),
        (service(), [2]),
        (ANONYMOUS, [2]),
        (SYSTEM, [1, 2, 3]),
    ],
)
async def test_rows_are_there_for_those_who_may_see_them(
    work: UnitOfWork, principal: Principal, seen: list[int], writes: bool
) -> None:
    docs = Docs(_as(work, principal, writes=writes))
    found = [await docs.find(key) for key in (1, 2, 3)]
    assert [each.id for each in found if each] == seen
    page = await docs.page(_QUERY)
    assert page.total == len(seen)
    assert [each.id for each in page.items if hasattr(each, "id")] == seen


async def test_what_nobody_may_is_refused_and_hidden_from_writes(
    work: UnitOfWork,
) -> None:
    secret = await Secrets(work).find(1)
    assert secret is not None
    secrets = Secrets(_as(work, person(_ME)))
    assert await secrets.find(1) is None
    for refused in (
        Secrets(_as(work, person(_ME), writes=False)).find(1),
        secrets.page(_QUERY),
        secrets.add({"id": 2}),
        secrets.change(secret, {"id": 2}),
        secrets.remove(secret),
    ):
        with pytest.raises(ForbiddenError):
            await refused
    with pytest.raises(UnauthenticatedError):
        await Secrets(_as(work, ANONYMOUS)).find(1)


async def test_a_new_row_is_whose_it_may_be(mine: Docs) -> None:
    doc = await mine.add({"id": 4})
    assert (doc.author, doc.state) == (_ME, "draft")
    for key, values in ((5, {"author": _OTHER}), (6, {"state": "shut"})):
        with pytest.raises(ForbiddenError):
            await mine.add({"id": key, **values})


async def test_who_has_no_account_says_whose_a_row_is(work: UnitOfWork) -> None:
    boxes = Boxes(_as(work, service()))
    with pytest.raises(InvalidError) as refusal:
        await boxes.add({"id": 3})
    assert [each.field for each in refusal.value.details] == ["keeper"]
    assert (await boxes.add({"id": 3, "keeper": _OTHER})).keeper == _OTHER
    with pytest.raises(UnauthenticatedError):
        await Boxes(_as(work, ANONYMOUS)).add({"id": 4})
    assert (await Boxes(_as(work, person(_ME))).add({"id": 4})).keeper == _ME


@pytest.mark.parametrize("values", [{"state": "shut"}, {"author": _OTHER}])
async def test_a_row_is_changed_into_what_could_be_changed_again(
    mine: Docs, values: dict[str, object]
) -> None:
    doc = await _doc(mine, 1)
    assert (await mine.change(doc, {"state": "open"})).state == "open"
    with pytest.raises(ForbiddenError):
        await mine.change(doc, values)


async def test_a_row_that_is_seen_is_not_always_changed_or_deleted(
    mine: Docs, work: UnitOfWork
) -> None:
    theirs = await _doc(mine, 2)
    with pytest.raises(ForbiddenError):
        await mine.change(theirs, {"state": "draft"})
    with pytest.raises(ForbiddenError):
        await mine.remove(theirs)
    boxed = await mine.change(await _doc(mine, 1), {"box_id": 1})
    with pytest.raises(ForbiddenError):
        await mine.remove(boxed)
    await mine.change(boxed, {"box_id": None})
    await mine.remove(boxed)
    assert await mine.find(1) is None
    assert await Docs(work).find(2)


async def test_a_row_that_somebody_else_has_read_is_asked_about_anew(
    mine: Docs, work: UnitOfWork
) -> None:
    own, theirs = [await _doc(Docs(work), key) for key in (1, 2)]
    assert (await mine.change(own, {"state": "open"})).state == "open"
    with pytest.raises(ForbiddenError):
        await mine.change(theirs, {"state": "draft"})


async def test_a_row_that_changed_hands_meanwhile_is_not_deleted(
    mine: Docs, work: UnitOfWork
) -> None:
    doc = await _doc(mine, 1)
    handed = sa.update(Doc).where(Doc.id == 1).values(author=_OTHER)
    await work.session.execute(handed.execution_options(synchronize_session=False))
    with pytest.raises(ForbiddenError):
        await mine.remove(doc)
    assert await work.session.scalar(sa.select(Doc.author).where(Doc.id == 1)) == _OTHER


async def test_a_row_refers_to_no_row_that_is_hidden(
    mine: Docs, work: UnitOfWork
) -> None:
    doc = await mine.change(await _doc(mine, 1), {"box_id": 1})
    for refused in (
        mine.add({"id": 4, "box_id": 2}),
        mine.change(doc, {"box_id": 2}),
        mine.change(doc, {"box_id": 7}),  # which is not there at all
    ):
        with pytest.raises(ConflictError) as refusal:
            await refused
        assert [each.field for each in refusal.value.details] == ["box_id"]
    await Docs(work).change(doc, {"box_id": 2})
    assert (await mine.change(doc, {"box_id": 2, "state": "open"})).box_id == 2
    assert (await mine.add({"id": 5, "box_id": 1})).box_id == 1
