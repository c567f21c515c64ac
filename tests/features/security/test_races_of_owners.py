"""Rows that change hands while they are written: PostgreSQL, connections of their own.

Who has lost a row before it is written is refused; who writes first, holds it until the commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from rule_lab import ACCOUNTS, stored
from rules_tried import ROWS, Lab, design
from sqlalchemy.ext.asyncio import AsyncSession

from bd_scaffold import pipeline

pytestmark = pytest.mark.engines

ME, OTHER, _ = ACCOUNTS
_A_MOMENT = 0.4
_CUSTOMER = UUID(int=9000)
_KEY = UUID(int=9001)
_OWN = "UPDATE docs SET creator_id = :other WHERE id = :key"
_OF_PARENT = "UPDATE customers SET account_id = :other WHERE id = :customer"

RULES = {
    "own column": (
        _OWN,
        design("creator", get="owner", update="owner", delete="owner"),
    ),
    "own column, only to see": (_OWN, design("creator", get="owner")),
    "own column, only to write": (
        _OWN,
        design("creator", update="owner", delete="owner"),
    ),
    "path": (
        _OF_PARENT,
        design("customer.account", get="owner", update="owner", delete="owner"),
    ),
    "path, only to see": (_OF_PARENT, design("customer.account", get="owner")),
    "path, only to write": (
        _OF_PARENT,
        design("customer.account", update="owner", delete="owner"),
    ),
}


@dataclass
class Ended:
    """How a write and a change of hands that met have ended."""

    stored: bool
    error: str  # the code of what was raised
    lost_before: bool  # the row had changed hands before the write


class Table:
    """A row of mine on PostgreSQL, and those who want it at once."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        module = lab.module
        self.engine = lab.engines["PostgreSQL"]
        self.unit_of_work = module("core.db.unit_of_work").unit_of_work
        self.context = module("core.context").Context
        self.errors = module("core.errors").DomainError
        self.repository = module("docs.repository").DocRepository
        self.person = module("core.security.principal").person
        self.stack = AsyncExitStack()
        settings = module("settings").Settings(database_url=lab.urls["PostgreSQL"])
        opened = module("resources").open_resources(settings)
        self.resources = lab.run(self.stack.enter_async_context(opened))

    def rules(self, text: str) -> None:
        checked = pipeline.check(text.encode(), "design.yaml")
        self.lab.written(checked.entities["Doc"].access)

    async def run(self, statement: str) -> None:
        values = {"other": OTHER, "key": _KEY, "customer": _CUSTOMER}
        binds = [sa.bindparam(each, type_=sa.Uuid()) for each in values]
        names = [each for each in binds if f":{each.key}" in statement]
        text = sa.text(statement).bindparams(*names)
        async with self.engine.begin() as connection:
            await connection.execute(
                text, {each.key: values[each.key] for each in names}
            )

    async def mine(self) -> None:
        """Store the row anew, as mine, and as that of a customer who is me."""
        await self.run("DELETE FROM docs WHERE id = :key")
        await self.run("DELETE FROM customers WHERE id = :customer")
        models = self.lab.models
        customer = models.Customer(id=_CUSTOMER, name="Me", account_id=ME)
        doc = models.Doc(**stored(ROWS.docs[0]) | self.values() | {"id": _KEY})
        async with AsyncSession(self.engine) as session:
            session.add(customer)
            await session.flush()
            session.add(doc)
            await session.commit()

    def values(self) -> dict[str, Any]:
        return {"creator_id": ME, "customer_id": _CUSTOMER, "parent_id": None}

    async def is_stored(self, place: str) -> bool:
        async with self.engine.connect() as connection:
            query = sa.select(self.lab.models.Doc.place)
            found = await connection.execute(
                query.where(sa.text("id = :key")), {"key": _KEY}
            )
            row = found.one_or_none()
        return row is None if place == "" else row is not None and row[0] == place

    async def meet(self, action: str, changing: str, *, loaded: bool = False) -> Ended:
        """Let a row change hands between my reading and my writing it."""
        await self.mine()
        error, lost = "", False
        thief: asyncio.Task[None] | None = None
        try:
            async with self.unit_of_work(
                self.resources, self.context(principal=self.person(ME))
            ) as work:
                repository = self.repository(work)
                if loaded:
                    found = await work.session.get(self.lab.models.Doc, _KEY)
                else:
                    found = await repository.find(_KEY)
                assert found is not None
                thief = asyncio.create_task(self.run(changing))
                await asyncio.wait([thief], timeout=_A_MOMENT)
                lost = thief.done()
                if action == "delete":
                    await repository.remove(found)
                else:
                    await repository.change(found, {"place": "written"})
        except self.errors as raised:
            error = type(raised).__name__
        assert thief is not None
        await thief
        done = await self.is_stored("" if action == "delete" else "written")
        return Ended(done, error, lost)


@pytest.fixture(scope="module")
def table(lab: Lab) -> Iterator[Table]:
    made = Table(lab)
    yield made
    lab.run(made.stack.aclose())
    lab.run(made.mine())
    lab.run(made.run("DELETE FROM docs WHERE id = :key"))
    lab.run(made.run("DELETE FROM customers WHERE id = :customer"))


@pytest.mark.parametrize("action", ["update", "delete"])
@pytest.mark.parametrize("kind", RULES)
def test_a_row_that_is_lost_before_it_is_written_is_refused(
    table: Table, kind: str, action: str
) -> None:
    changing, text = RULES[kind]
    table.rules(text)
    ended = table.lab.run(table.meet(action, changing))
    if "own" in kind:
        assert ended == Ended(stored=True, error="", lost_before=False)  # it was held
    else:
        assert ended == Ended(stored=False, error="ForbiddenError", lost_before=True)


@pytest.mark.parametrize("action", ["update", "delete"])
@pytest.mark.parametrize("kind", [each for each in RULES if "to see" not in each])
def test_a_row_that_own_code_has_read_is_asked_for_again(
    table: Table, kind: str, action: str
) -> None:
    changing, text = RULES[kind]
    table.rules(text)
    ended = table.lab.run(table.meet(action, changing, loaded=True))
    assert ended == Ended(stored=False, error="ForbiddenError", lost_before=True)


@pytest.mark.parametrize("kind", RULES)
def test_who_waits_for_a_row_that_changes_hands_finds_it_changed(
    table: Table, kind: str
) -> None:
    changing, text = RULES[kind]
    table.rules(text)

    async def met() -> str:
        await table.mine()
        async with table.engine.connect() as thief:
            begun = await thief.begin()
            await thief.execute(
                sa.text(
                    changing.replace(":other", f"'{OTHER}'")
                    .replace(":key", f"'{_KEY}'")
                    .replace(":customer", f"'{_CUSTOMER}'")
                )
            )
            await thief.execute(
                sa.text(f"UPDATE docs SET small = 1 WHERE id = '{_KEY}'")
            )
            writer = asyncio.create_task(write())
            await asyncio.wait([writer], timeout=_A_MOMENT)
            await begun.commit()
        return await writer

    async def write() -> str:
        context = table.context(principal=table.person(ME))
        try:
            async with table.unit_of_work(table.resources, context) as work:
                repository = table.repository(work)
                found = await repository.find(_KEY)
                if found is None:
                    return "hidden"
                await repository.change(found, {"place": "written"})
        except table.errors as raised:
            return type(raised).__name__
        return "written"

    ended = table.lab.run(met())
    assert ended in ("hidden", "ForbiddenError")
    assert not table.lab.run(table.is_stored("written"))


def test_nothing_is_created_below_a_row_that_is_lost(table: Table) -> None:
    table.rules(design("customer.account", create="authenticated"))

    async def create() -> str:
        await table.mine()
        await table.run("DELETE FROM docs WHERE id = :key")
        context = table.context(principal=table.person(ME))
        values = (
            stored(ROWS.docs[0]) | table.values() | {"id": _KEY, "place": "written"}
        )
        try:
            async with table.unit_of_work(table.resources, context) as work:
                customer = table.lab.models.Customer
                found = await work.session.get(customer, _CUSTOMER)
                assert found.account_id == ME
                await table.run(_OF_PARENT)
                await table.repository(work).add(values)
        except table.errors as raised:
            return type(raised).__name__
        return "created"

    assert table.lab.run(create()) == "ForbiddenError"
    assert not table.lab.run(table.is_stored("written"))
