"""What tests of all slices share."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from pydantic import BaseModel
from pydantic_core import from_json


@asynccontextmanager
async def asking(app: FastAPI, **client: Any) -> AsyncIterator[AsyncClient]:
    """Yield a client of an application that runs meanwhile."""
    said: dict[str, Any] = {"transport": ASGITransport(app), "base_url": "http://test"}
    async with app.router.lifespan_context(app), AsyncClient(**said | client) as asks:
        yield asks


def writable(schema: type[BaseModel]) -> set[str]:
    """Return the fields of a body that have an effect."""
    said = schema.model_json_schema()["properties"]
    return {
        name
        for name, field in schema.model_fields.items()
        if not said[field.alias or name].get("readOnly")
    }


def body_of(entity: object, schema: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON body by which a client writes the values that an entity has."""
    values = {name: getattr(entity, name) for name in writable(schema)}
    body = schema.model_construct(**values).model_dump_json(by_alias=True)
    written: dict[str, Any] = from_json(body)
    return written


def day(year: int, n: int) -> dt.date:
    """Return the n-th day after the first of a year."""
    return dt.date(year, 1, 1) + dt.timedelta(days=n)


def moment(year: int, n: int) -> dt.datetime:
    """Return the n-th minute after the first of a year."""
    return dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=n)


def clock(hour: int, n: int) -> dt.time:
    """Return the time of day n minutes, below an hour, and n // 60 seconds after an hour."""
    return dt.time(hour, n % 60, n // 60)


def letters(n: int, width: int) -> str:
    """Return a number in capital letters, as codes have them."""
    digits = (n // 26**place % 26 for place in reversed(range(width)))
    return "".join(chr(ord("A") + digit) for digit in digits)


async def walk(client: AsyncClient, path: str, **query: str) -> list[Any]:
    """Return all items of a list, read one by one along its links or its cursors."""
    items: list[Any] = []
    window: dict[str, Any] = {"limit": 1}
    while True:
        answer = await client.get(path, params=query | window)
        assert answer.status_code == 200, answer.text
        listed = answer.json()
        items += listed["data"]
        place = listed["pagination"]
        if cursor := place.get("next_cursor"):
            window["cursor"] = cursor
        elif place.get("page", 1) < place.get("pages", 1):
            assert listed["links"]["next"]
            window["page"] = place["page"] + 1
        else:
            return items
        assert len(items) < 9999, "the list has no end"


def assert_shown(answer: dict[str, Any], body: dict[str, Any]) -> None:
    """Hold that an answer shows what a body said, except for what is never shown."""
    shown = answer.keys() & body.keys()
    assert {n: answer[n] for n in shown} == {n: body[n] for n in shown}


def assert_refused(answer: Response, status: int, code: str, field: str = "") -> None:
    """Hold that a request was refused in the one shape of all errors."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    error = answer.json()["error"]
    assert dt.datetime.fromisoformat(error["timestamp"]).utcoffset() == dt.timedelta()
    assert error["code"] == code
    assert error["message"]
    assert error["request_id"] == answer.headers["X-Request-ID"]
    details = error.get("details", [])
    assert all(detail["message"] and detail["code"] for detail in details)
    if field:
        assert field in [detail["field"] for detail in details]
