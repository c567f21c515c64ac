"""Rows as the lines of cases name them, and those who ask for them."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx import AsyncClient, Response
from pydantic_core import to_jsonable_python
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from chat import models
from chat.models.base import Base
from tests.api.resource import Reference
from tests.factory import build, create, resource_of
from tests.principals import as_system
from tests.support import assert_refused

from .callers import CALLERS
from .case import LEFT_OUT, Listed, Values, Whose
from .signing_in import let_sign_in, signed_in

_CODES = {
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    409: "CONFLICT",
}
_LONG = 5  # a shorter text may stand in an answer by chance


class Stage:
    """Stores rows with the values of a line, and asks as its caller does."""

    def __init__(
        self, app: FastAPI, client: AsyncClient, session: AsyncSession
    ) -> None:
        self.app, self.client, self.session = app, client, session
        self._accounts: dict[Whose, uuid.UUID] = {}
        self._rows: dict[tuple[type[Base], str], Base] = {}
        self._others: Counter[type[Base]] = Counter()

    async def account(self, whose: Whose) -> uuid.UUID:
        """Return the key of an account, which is there from then on."""
        if whose not in self._accounts:
            made = await create(self.session, models.Account)
            self._accounts[whose] = made.id
        return self._accounts[whose]

    async def headers(self, caller: str) -> dict[str, str]:
        """Return the headers by which a caller says who they are."""
        whose, roles = CALLERS[caller]
        if whose is None:
            return {}
        return await signed_in(self.app, await self.account(whose), roles)

    async def stored(self, model: type[Base], values: Values, **more: Any) -> Base:
        """Store a row with some values; rows that it refers to are stored once."""
        given = await self._given(model, values) | more
        try:
            row = await create(self.session, model, **given)
            await self._list(row, values)
            self._others[model] += 1
            return row
        except IntegrityError:
            await self.session.rollback()
            for each in self._rows.values():
                await self.session.refresh(each)
            pytest.skip(f"no {resource_of(model).label} may be like this: {values}")

    async def built(self, model: type[Base], values: Values) -> Base:
        """Return a row with some values that isn't stored; those that it refers to are."""
        return await build(self.session, model, **await self._given(model, values))

    async def once(
        self, model: type[Base], values: Values, by: type[Base] | None = None
    ) -> Base:
        """Return the row with these values, which is stored when it is first asked for."""
        key = (model, repr(values))
        if by is not None and _lists(values, by):
            # Two rows that refer to one would be in each other's list.
            key = (model, f"{key} {self._others[by]}" if self._others[by] else key[1])
        if key not in self._rows:
            self._rows[key] = await self.stored(model, values)
        return self._rows[key]

    async def _list(self, row: Base, values: Values) -> None:
        """Store the rows of a row's lists."""
        for each in values.values():
            if isinstance(each, Listed) and each.values is not None:
                model: type[Base] = getattr(models, each.entity)
                reference = _reference(model, each.by)
                assert reference is not None
                given = await self._given(model, each.values) | reference.to(row)
                await create(self.session, model, **given)

    async def _given(self, model: type[Base], values: Values) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for name, value in values.items():
            reference = _reference(model, name)
            if value is LEFT_OUT or isinstance(value, Listed):
                continue
            if isinstance(value, Whose):
                given[name] = await self.account(value)
            elif reference is None:
                given[name] = _as_held(model, name, value)
            elif value is None:
                given |= dict.fromkeys(reference.columns)
            else:
                given |= reference.to(await self.once(reference.target, value, model))
        return given

    async def tag(self, path: str) -> str | None:
        """Return the tag of what a path answers, as the system is told."""
        as_system(self.app)
        answer = await self.client.get(path)
        let_sign_in(self.app)
        tag: str | None = answer.headers.get("ETag")
        return tag

    async def values(self, row: Base) -> dict[str, Any]:
        """Return what the database has of a row; nothing where it is gone."""
        mapper = sa.inspect(type(row))
        key = tuple(getattr(row, each.key) for each in _key(type(row)))
        columns = [getattr(type(row), each.key) for each in mapper.column_attrs]
        same = [each == value for each, value in zip(_key(type(row)), key, strict=True)]
        found = (await self.session.execute(sa.select(*columns).where(*same))).first()
        await self.session.commit()
        return {} if found is None else dict(found._mapping)

    async def count(self, model: type[Base]) -> int:
        """Return how many rows a table has."""
        counted = sa.select(sa.func.count()).select_from(model)
        found = await self.session.scalar(counted)
        await self.session.commit()
        return found or 0


def _lists(values: Values, model: type[Base]) -> bool:
    """Tell whether a row has a list of rows of a class, be it an empty one."""
    lists = (each for each in values.values() if isinstance(each, Listed))
    return any(each.entity == model.__name__ for each in lists)


def _key(model: type[Base]) -> list[Any]:
    mapper = sa.inspect(model)
    return [
        getattr(model, mapper.get_property_by_column(each).key)
        for each in mapper.primary_key
    ]


def _reference(model: type[Base], name: str) -> Reference | None:
    found = (each for each in resource_of(model).references if each.name == name)
    return next((each for each in found if name not in each.columns), None)


def _as_held(model: type[Base], name: str, value: Any) -> Any:
    """Return a value of a line as the column holds its values."""
    if value is None:
        return None
    column = sa.inspect(model).column_attrs[name].columns[0]
    members = getattr(column.type, "members", None)
    if members is not None:
        return members(value)
    kind = column.type.python_type
    if kind in (dt.date, dt.datetime, dt.time):
        return kind.fromisoformat(value)
    if kind is Decimal:
        return Decimal(str(value))
    return uuid.UUID(value) if kind is uuid.UUID else value


def is_shown(row: Base, item: Mapping[str, Any]) -> bool:
    """Tell whether an item of an answer is a row."""
    shown = [*item.values()]
    key = [to_jsonable_python(getattr(row, each.key)) for each in _key(type(row))]
    return all(each in shown or str(each) in map(str, shown) for each in key)


def assert_answered(answer: Response, outcome: int, row: Base) -> None:
    """Hold that an answer has a status, and that a refusal tells nothing of a row."""
    if outcome < 400:
        assert answer.status_code == outcome, answer.text
        return
    if answer.request.method != "HEAD":
        assert_refused(answer, outcome, _CODES[outcome])
    assert answer.status_code == outcome, answer.text
    assert ("WWW-Authenticate" in answer.headers) == (outcome == 401)
    assert "ETag" not in answer.headers
    assert_silent(answer, row)


def assert_silent(answer: Response, row: Base) -> None:
    """Hold that an answer has no text of a row in it but what was asked with."""
    told = answer.text
    asked = f"{answer.request.url} {answer.request.content!r}"
    for each in sa.inspect(type(row)).column_attrs:
        value: Any = row.__dict__.get(each.key)
        own = type(value) is str and not each.columns[0].foreign_keys
        if own and len(value) > _LONG and value not in asked:
            assert value not in told, each.key


def without_id(answer: Response) -> dict[str, Any]:
    """Return a refusal without what is new in each answer."""
    error: dict[str, Any] = answer.json()["error"]
    return error | {"request_id": None, "timestamp": None, "path": None}
