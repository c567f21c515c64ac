"""What the API takes comes back as it went, is compared as it is, and is so in SQL."""

import datetime as dt
import json
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient
from readings.core.db.database import Database
from readings.core.db.unit_of_work import unit_of_work
from readings.core.errors import ConflictError
from readings.core.http.dependencies import resources_of
from readings.core.identifiers import uuid7
from readings.players.repository import PlayerRepository
from readings.teams.repository import TeamRepository

_LONG = "9007199254740993.01"
_NEXT = "9007199254740993.02"
_LONGEST = "9" * 36 + ".99"


@pytest.fixture
def is_sqlite(database: Database) -> bool:
    return database.engine.dialect.name == "sqlite"


async def _made(client: AsyncClient, **values: Any) -> dict[str, Any]:
    body = {"amount": "1.00", "day": "2024-01-01", "data": {}} | values
    answer = await client.post("/readings", json=body)
    assert answer.status_code == 201, answer.text
    found = await client.get(f"/readings/{answer.json()['id']}")
    assert found.json() == answer.json()
    made: dict[str, Any] = found.json()
    return made


async def test_a_long_decimal_is_exact_or_refused(
    client: AsyncClient, *, is_sqlite: bool
) -> None:
    body = {"amount": _LONG, "day": "2024-01-01", "data": {}}
    if is_sqlite:
        answer = await client.post("/readings", json=body)
        assert answer.status_code == 422
        (detail,) = answer.json()["error"]["details"]
        assert (detail["field"], detail["code"]) == ("amount", "rule_broken")
        assert (await _made(client, amount="9007199254740.93"))["amount"]
        return
    for amount in (_NEXT, _LONGEST, _LONG):
        assert (await _made(client, amount=amount))["amount"] == amount
    assert (await client.post("/readings", json=body)).status_code == 409
    listed = await client.get("/readings", params={"sort": "-amount"})
    amounts = [each["amount"] for each in listed.json()["data"]]
    assert amounts == [_LONGEST, _NEXT, _LONG]
    one = await client.get("/readings", params={"amount": _LONG})
    assert [each["amount"] for each in one.json()["data"]] == [_LONG]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_the_first_and_the_last_day_are_days(
    client: AsyncClient, database: Database, day: str, *, is_sqlite: bool
) -> None:
    at = f"{day}T23:59:59.999999Z" if day > "2" else f"{day}T00:00:00Z"
    made = await _made(client, day=day, at=at)
    assert made["day"] == day
    assert made["at"].startswith(day)
    if not is_sqlite:
        counted = "SELECT day - DATE '2000-01-01', isfinite(at) FROM readings"
        async with database.engine.connect() as connection:
            days, finite = (await connection.execute(sa.text(counted))).one()
        assert abs(days) > 700_000
        assert finite


@pytest.mark.parametrize("shown", ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999"])
async def test_what_a_clock_shows_is_no_moment(client: AsyncClient, shown: str) -> None:
    made = await _made(client, shown=shown)
    assert made["shown"] == shown
    for wrong in (f"{shown}Z", "2026-01-31 09:30:00", "2026-02-29T09:30:00"):
        body = {"amount": "2.00", "day": "2024-01-02", "data": {}, "shown": wrong}
        answer = await client.post("/readings", json=body)
        assert answer.status_code == 422
        (detail,) = answer.json()["error"]["details"]
        assert (detail["field"], detail["code"]) == ("shown", "invalid_form")
    around = {"shown_after": "0001-01-01T00:00:00", "sort": "-shown"}
    listed = (await client.get("/readings", params=around)).json()["data"]
    assert [each["shown"] for each in listed] == [shown] * shown.startswith("9")
    again = {"amount": "3.00", "day": "2024-01-02", "data": {}, "shown": shown}
    assert (await client.post("/readings", json=again)).status_code == 409
    noted = dt.datetime.fromisoformat(made["noted_at"])
    age = dt.datetime.now(dt.UTC) - noted.replace(tzinfo=dt.UTC)
    assert abs(age) < dt.timedelta(minutes=1)


async def test_blanks_at_the_end_of_a_padded_text_say_nothing(
    client: AsyncClient, database: Database
) -> None:
    made = await _made(client, mark="ab  ", remark="ab  ")
    assert (made["mark"], made["remark"]) == ("ab", "ab  ")
    for asked in ("ab", "ab ", "ab   "):
        found = await client.get("/readings", params={"mark": asked})
        assert [each["id"] for each in found.json()["data"]] == [made["id"]]
    body = {"amount": "2.00", "day": "2024-01-02", "data": {}}
    again = await client.post("/readings", json=body | {"mark": "ab "})
    assert again.status_code == 409
    for asked, count in (("ab", 0), ("ab  ", 1)):
        found = await client.get("/readings", params={"remark": asked})
        assert len(found.json()["data"]) == count
    long = await client.post("/readings", json=body | {"mark": "abcdef"})
    assert long.status_code == 422
    async with database.engine.connect() as connection:
        held = (await connection.execute(sa.text("SELECT mark FROM readings"))).scalar()
    assert held == ("ab" if database.engine.dialect.name == "sqlite" else "ab   ")


@pytest.mark.parametrize("data", ["1.0", "12345678901234567890123", "0.1", '"1.0"'])
async def test_a_bare_number_in_json_stays_as_it_is(
    client: AsyncClient, data: str
) -> None:
    made = await _made(client, data=json.loads(data))
    assert json.dumps(made["data"]) == data


_DEFAULTS = {
    "spare": 5,
    "state": "on",
    "tags": [],
    "days": [],
    "extra": {},
    "price": "1.50",
    "since": "2026-01-31T09:30:00Z",
}


async def test_null_is_stored_although_there_is_a_default(
    client: AsyncClient, database: Database
) -> None:
    usual = await _made(client)
    assert {name: usual[name] for name in _DEFAULTS} == _DEFAULTS
    empty = await _made(client, amount="2.00", **dict.fromkeys(_DEFAULTS))
    assert {name: empty[name] for name in _DEFAULTS} == dict.fromkeys(_DEFAULTS)
    missing = " AND ".join(f"{name} IS NULL" for name in _DEFAULTS)
    async with database.engine.connect() as connection:
        counted = sa.text(f"SELECT count(*) FROM readings WHERE {missing}")
        assert (await connection.execute(counted)).scalar() == 1
    await client.put(f"/readings/{usual['id']}", json=usual | dict.fromkeys(_DEFAULTS))
    changed = (await client.get(f"/readings/{usual['id']}")).json()
    assert {name: changed[name] for name in _DEFAULTS} == dict.fromkeys(_DEFAULTS)


async def test_null_is_stored_although_a_value_would_be_made(
    client: AsyncClient,
) -> None:
    anew = ("checked", "ref", "width")
    usual = await _made(client)
    assert [type(usual[each]) for each in (*anew, "ended")] == [str, str, int, str]
    empty = await _made(client, amount="2.00", **dict.fromkeys(anew))
    assert [empty[each] for each in anew] == [None, None, None]
    body = {"amount": "1.00", "day": "2024-01-01", "data": {}}
    kept = await client.put(f"/readings/{usual['id']}", json=body)
    assert {each: kept.json()[each] for each in anew} == {
        each: usual[each] for each in anew
    }
    gone = body | dict.fromkeys(anew)
    cleared = await client.put(f"/readings/{usual['id']}", json=gone)
    assert [cleared.json()[each] for each in anew] == [None, None, None]


async def test_the_database_makes_what_is_left_out(client: AsyncClient) -> None:
    made = [await _made(client, amount=f"{n}.00") for n in (1, 2)]
    assert [each["tall"] for each in made] == [42, 42]
    assert made[1]["number"] == made[0]["number"] + 1
    assert (await _made(client, amount="3.00", tall=7))["tall"] == 7


async def test_a_new_row_gets_the_present_where_nothing_is_given(
    client: AsyncClient,
) -> None:
    made = await _made(client)
    now = dt.datetime.now(dt.UTC)
    seen = dt.datetime.fromisoformat(made["seen"])
    assert abs(seen - now) < dt.timedelta(minutes=1)
    assert made["noted"] == now.date().isoformat()
    place = f"/readings/{made['id']}"
    body = {"amount": "2.00", "day": "2024-01-02", "data": {}}
    replaced = (await client.put(place, json=body)).json()
    assert (replaced["seen"], replaced["noted"]) == (made["seen"], made["noted"])
    given = {"seen": "2000-01-01T00:00:00Z", "noted": "2000-01-01"}
    replaced = (await client.put(place, json=body | given)).json()
    assert (replaced["noted"], replaced["seen"][:10]) == ("2000-01-01", "2000-01-01")


async def test_a_function_of_a_value_is_unique(client: AsyncClient) -> None:
    await _made(client, label="North")
    body = {"amount": "2.00", "day": "2024-01-02", "data": {}, "label": "NORTH"}
    answer = await client.post("/readings", json=body)
    assert answer.status_code == 409
    (detail,) = answer.json()["error"]["details"]
    assert (detail["field"], detail["code"]) == ("label", "duplicate")


async def test_a_text_is_like_a_pattern_in_its_own_case(client: AsyncClient) -> None:
    await _made(client, label="northern")
    body = {"amount": "2.00", "day": "2024-01-02", "data": {}, "label": "Northern"}
    answer = await client.post("/readings", json=body)
    assert answer.status_code == 422
    (detail,) = answer.json()["error"]["details"]
    assert (detail["field"], detail["code"]) == ("label", "rule_broken")


async def test_every_row_has_a_uuid_of_its_own(client: AsyncClient) -> None:
    one, other = await _made(client), await _made(client, amount="3.00")
    assert one["code"] != other["code"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_a_row_with_a_composite_key_is_not_put_below_itself(
    client: AsyncClient, method: str
) -> None:
    above: dict[str, Any] = {}
    for number in (1, 2, 3):
        shelf = {"room": "A", "number": number}
        made = await client.post("/shelves", json=shelf | above)
        assert made.status_code == 201, made.text
        above = {"above_room": "A", "above_number": number}
    for number in (1, 2, 3):
        answer = await client.request(method, f"/shelves/A/{number}", json=above)
        assert answer.status_code == 409
        details = answer.json()["error"]["details"]
        codes = {each["field"]: each["code"] for each in details}
        assert codes == dict.fromkeys(above, "circular_reference")
    top = {"above_room": "A", "above_number": 1}
    moved = await client.request(method, "/shelves/A/3", json=top)
    assert (moved.status_code, moved.json()["above_number"]) == (200, 1)


async def test_what_the_commit_refuses_is_a_conflict(client: AsyncClient) -> None:
    shelf = {"room": "B", "number": 1, "above_room": "B", "above_number": 9}
    answer = await client.post("/shelves", json=shelf)
    assert answer.status_code == 409
    details = answer.json()["error"]["details"]
    codes = {each["field"]: each["code"] for each in details}
    fields = ("above_room", "above_number")
    assert codes == dict.fromkeys(fields, "unknown_reference")
    assert (await client.get("/shelves/B/1")).status_code == 404


async def test_rows_that_need_each_other_come_in_one_unit_of_work(
    app: FastAPI, client: AsyncClient
) -> None:
    team = uuid7()
    with pytest.raises(ConflictError):
        async with unit_of_work(resources_of(app)) as work:
            values = {"id": team, "name": "north", "captain_number": 7}
            await TeamRepository(work).add(values)
    async with unit_of_work(resources_of(app)) as work:
        await TeamRepository(work).add(values)
        await PlayerRepository(work).add({"number": 7, "team_id": team})
    players = (await client.get(f"/teams/{team}/players")).json()["data"]
    assert [each["number"] for each in players] == [7]
    second = {"name": "south", "captain_number": 7}
    assert (await client.post("/teams", json=second)).status_code == 201
    third = {"name": "east", "captain_number": 8}
    answer = await client.post("/teams", json=third)
    assert answer.status_code == 409
    (detail,) = answer.json()["error"]["details"]
    assert (detail["field"], detail["code"]) == ("captain_number", "unknown_reference")
