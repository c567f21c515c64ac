"""What `seeds/` makes goes into the database as it is, and clients can read it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
import sqlalchemy as sa
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncConnection

from seeds.__main__ import parser, seed
from seeds.accounts import ROLES, password
from seeds.plan import Plan
from seeds.rows import Row, Rows, settled
from seeds.tables import TABLES
from seeds.writing import Filling, RefusedError
from tests.api.resource import Resource
from tests.api.resources import having
from workshop.core.db.database import Database
from workshop.core.http.contract import contract_json
from workshop.settings import Settings

_API = schemathesis.openapi.from_dict(json.loads(contract_json()))
_LISTED = having("list")
_SEED = 7


class _Counted(Filling):
    """Notes how many rows are stored at once, and may be stopped."""

    def __init__(self, database: Database, left: int = 1_000_000) -> None:
        super().__init__(database, Plan(TABLES, _SEED), batch=100)
        self.sizes: list[int] = []
        self._left = left

    async def _write(
        self, connection: AsyncConnection, table: sa.Table, rows: Sequence[Row]
    ) -> None:
        self._left -= 1
        if not self._left:
            raise KeyboardInterrupt
        self.sizes.append(len(rows))
        await super()._write(connection, table, rows)


async def _counts(database: Database) -> dict[str, int]:
    found = {}
    for rows in TABLES:
        async with Filling(database, Plan(TABLES, _SEED)).writing() as (_, connection):
            counted = sa.select(sa.func.count()).select_from(rows.table)
            found[rows.table.name] = await connection.scalar(counted) or 0
    return found


def _planned(total: int) -> dict[str, int]:
    plan = Plan(TABLES, _SEED)
    return {rows.table.name: plan.count(rows, total) for rows in TABLES}


async def test_rows_keep_every_constraint_and_few_are_held(emptied: Database) -> None:
    before = await _counts(emptied)
    filling = _Counted(emptied)
    await filling.fill(2000)
    found = await _counts(emptied)
    assert {name: found[name] - before[name] for name in found} == _planned(2000)
    assert sum(found.values()) >= 2000
    assert max(filling.sizes) <= filling.batch


@pytest.mark.parametrize("resource", _LISTED, ids=str)
async def test_clients_read_what_was_stored(
    client: AsyncClient, database: Database, resource: Resource[Any]
) -> None:
    await Filling(database, Plan(TABLES, _SEED)).fill(1)
    path = "/api/v2" + resource.path
    answer = await client.get(resource.path)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]
    _API[path]["GET"].validate_response(answer)


@pytest.mark.skipif(not ROLES, reason="there are no roles")
async def test_a_role_signs_in(client: AsyncClient, database: Database) -> None:
    await Filling(database, Plan(TABLES, _SEED)).fill(1)
    given = {"email": f"{ROLES[0]}@example.com", "password": password()}
    answer = await client.post("/auth/sign-in", json=given)
    assert answer.status_code == 200, answer.text


def _first_rows(number: int) -> list[Row]:
    plan = Plan(TABLES, number)
    made = [plan.row(rows, n) for rows in TABLES for n in range(plan.count(rows, 1))]
    return [{name: settled(row[name]) for name in row} for row in made]


def test_the_same_number_gives_the_same_rows() -> None:
    assert _first_rows(_SEED) == _first_rows(_SEED)
    assert _first_rows(_SEED) != _first_rows(_SEED + 1)


async def test_what_is_stopped_goes_on_and_what_is_there_grows(
    emptied: Database,
) -> None:
    before = await _counts(emptied)
    with pytest.raises(KeyboardInterrupt):
        await _Counted(emptied, left=3).fill(300)
    await _Counted(emptied).fill(300)
    await _Counted(emptied).fill(600)
    found = await _counts(emptied)
    assert {name: found[name] - before[name] for name in found} == _planned(600)
    assert await _Counted(emptied).fill(600) == 0


async def test_a_row_is_created_after_those_that_it_refers_to(
    emptied: Database,
) -> None:
    filling = _Counted(emptied)
    await filling.fill(300)
    met: list[sa.Table] = []
    for rows in TABLES:
        own = rows.table
        for key in own.foreign_key_constraints:
            there = key.referred_table.alias()
            if key.referred_table in (*met, own) and "created_at" in own.c:
                pairs = [e.parent == there.c[e.column.key] for e in key.elements]
                early = own.c.created_at < there.c.created_at
                if "created_at" in there.c and not rows.circle:
                    asked = sa.select(sa.func.count()).select_from(own, there)
                    async with filling.writing() as (_, connection):
                        found = await connection.scalar(asked.where(*pairs, early))
                    assert found == 0, key.name
        met.append(own)


async def test_another_seed_is_told_of_where_a_row_is_refused(
    emptied: Database, migrated: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["1", "--append"]
    assert await seed(parser().parse_args([*asked, f"--seed={_SEED}"]), migrated) == 0
    ended = await seed(parser().parse_args([*asked, f"--seed={_SEED + 1}"]), migrated)
    said = capsys.readouterr().err
    assert ended == 0 or "those of another --seed" in said


async def test_a_row_that_is_refused_is_named(emptied: Database) -> None:
    first, *others = TABLES
    row = Plan(TABLES, _SEED).row(first, 0)

    def again(_draw: object) -> Row:
        return row

    broken: tuple[Rows, ...] = (replace(first, row=again), *others)
    before = await _counts(emptied)
    with pytest.raises(RefusedError, match=f"{first.table.name} has no room for row 1"):
        await Filling(emptied, Plan(broken, _SEED)).fill(1)
    assert await _counts(emptied) == before


async def test_rows_come_on_top_of_others_only_when_asked(
    emptied: Database, migrated: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["1", f"--seed={_SEED}"]
    assert await seed(parser().parse_args([*asked, "--append"]), migrated) == 0
    stored = await _counts(emptied)
    assert await seed(parser().parse_args(asked), migrated) == 2
    assert "There are rows in" in capsys.readouterr().err
    assert await _counts(emptied) == stored


async def test_production_is_not_filled(
    migrated: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    production = migrated.model_copy(update={"environment": "production"})
    assert await seed(parser().parse_args(["1"]), production) == 2
    assert "--production" in capsys.readouterr().err


@pytest.mark.parametrize("rows", ["0", "-1", "many"])
def test_rows_are_a_number(rows: str) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--", rows])
