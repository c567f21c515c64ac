"""Rows that everybody reads and writes inside of the one that owns them."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from httpx import Response
from pydantic_core import to_jsonable_python

from tests.api.resource import Resource
from tests.owned_rows import OWNED, item_of, key_of, name_of, new_row
from workshop.core.db.owned import Owned
from workshop.models.base import Base

from .case import LEFT_OUT, SHOWN, Attempt, Case, Cases
from .cases import ALL
from .stage import Stage, is_shown

Inside = tuple[Cases, Resource[Any], Owned]


def _inside() -> Iterator[Inside]:
    """Yield the cases of rows that are inside of others, with whose they are."""
    for resource, owned in OWNED:
        for cases in ALL:
            if cases.resource.model is owned.repository.model:
                yield cases, resource, owned


def _lines(kind: str) -> Iterator[tuple[Inside, Any]]:
    for inside in _inside():
        yield from ((inside, line) for line in getattr(inside[0], kind))


def each_line(kind: str, operation: str) -> pytest.MarkDecorator:
    """Return every line of a kind, where an owner has an operation."""
    return pytest.mark.parametrize(
        ("inside", "line"),
        [
            pytest.param(inside, line, id=f"{inside[2].attribute}-{number}-{line}")
            for number, (inside, line) in enumerate(_lines(kind), start=1)
            if operation in inside[1].operations
        ],
    )


class Asked:
    """An owner and a row of its own, as a caller asks for them."""

    def __init__(self, stage: Stage, inside: Inside, caller: str) -> None:
        self.stage, self.caller = stage, caller
        self.cases, self.resource, self.owned = inside
        self.name = name_of(self.resource, self.owned)

    @property
    def is_apart(self) -> bool:
        """Tell whether no row refers to another one, which is in the same list or is gone."""
        model = self.cases.resource.model
        return all(each.target is not model for each in self.cases.resource.references)

    async def path(self, row: Base) -> str:
        """Return the path of the owner that a row refers to."""
        model = self.resource.model
        same = [
            getattr(model, theirs) == getattr(row, own)
            for own, theirs in self.owned.reference.items()
        ]
        owner = await self.stage.session.scalar(sa.select(model).where(*same))
        await self.stage.session.commit()
        return self.resource.path_to(owner)

    def said(self, row: Base) -> dict[str, Any]:
        """Return what a body says of a row, which is there or is not."""
        return new_row(self.resource, self.owned, self.cases.resource, row)

    def key(self, row: Base) -> dict[str, Any]:
        """Return the key of a row that is there, as a body has it."""
        rows = self.cases.resource
        names = key_of(rows, self.owned, item_of(self.resource, self.owned))
        own = [name for name in rows.key if name not in self.owned.reference]
        values = [to_jsonable_python(getattr(row, name)) for name in own]
        return dict(zip(names, values, strict=True))

    async def get(self, path: str) -> Response:
        headers = await self.stage.headers(self.caller)
        return await self.stage.client.get(path, headers=headers)

    async def patch(self, path: str, body: dict[str, Any]) -> Response:
        headers = await self.stage.headers(self.caller)
        return await self.stage.client.patch(path, json=body, headers=headers)


@each_line("cases", "get")
async def test_an_owner_shows_the_rows_that_its_reader_sees(
    stage: Stage, inside: Inside, line: Case
) -> None:
    asked = Asked(stage, inside, line.caller)
    row = await stage.stored(asked.cases.resource.model, asked.cases.rows[line.row])
    answer = await asked.get(await asked.path(row))
    if answer.status_code != 200:
        return
    items = answer.json()[asked.name]
    found = [item for item in items if is_shown(row, item)]
    if line.get is not None or line.list is not None:
        assert bool(found) == (line.get == 200 or line.list == SHOWN)


@each_line("cases", "update")
async def test_a_row_is_changed_inside_of_its_owner_by_those_who_may(
    stage: Stage, inside: Inside, line: Case
) -> None:
    asked = Asked(stage, inside, line.caller)
    if line.update is None or (asked.owned.keyed and line.get != 200):
        pytest.skip("nothing says what it is answered")
    model, values = asked.cases.resource.model, asked.cases.rows[line.row]
    row = await stage.stored(model, values)
    path, before = await asked.path(row), await stage.values(row)
    said = asked.said(await stage.built(model, values))
    body = said | asked.key(row)
    may = await asked.patch(path, {})
    answer = await asked.patch(path, {asked.name: [body]})
    if may.status_code != 200:
        assert answer.status_code == may.status_code, answer.text
    elif line.get not in (200, None):
        assert answer.status_code == 409, answer.text  # as if it weren't there
    else:
        assert answer.status_code == line.update, answer.text
    if answer.status_code != 200:
        assert await stage.values(row) == before


@each_line("cases", "update")
async def test_a_row_is_left_out_of_its_owner_by_those_who_may(
    stage: Stage, inside: Inside, line: Case
) -> None:
    asked = Asked(stage, inside, line.caller)
    if line.delete is None or not asked.is_apart:
        pytest.skip("nothing says what it is answered")
    row = await stage.stored(asked.cases.resource.model, asked.cases.rows[line.row])
    path, before = await asked.path(row), await stage.values(row)
    may = await asked.patch(path, {})
    answer = await asked.patch(path, {asked.name: []})
    hidden = line.delete == 404
    gone = may.status_code == 200 and line.delete == 204
    if may.status_code != 200:
        assert answer.status_code == may.status_code, answer.text
    else:
        status = 200 if gone or hidden else line.delete
        assert answer.status_code == status, answer.text
    assert (await stage.values(row) != before) == gone


@each_line("creates", "update")
async def test_a_row_is_added_inside_of_its_owner_by_those_who_may(
    stage: Stage, inside: Inside, line: Attempt
) -> None:
    asked = Asked(stage, inside, line.caller)
    if not asked.is_apart:
        pytest.skip("nothing says what it is answered")
    model = asked.cases.resource.model
    values = {**asked.cases.rows[line.row], **line.values}
    row = await stage.built(model, values)
    path, count = await asked.path(row), await stage.count(model)
    left_out = [name for name, value in values.items() if value is LEFT_OUT]
    said = asked.said(row)
    body = {name: each for name, each in said.items() if name not in left_out}
    may = await asked.patch(path, {})
    answer = await asked.patch(path, {asked.name: [body]})
    added = may.status_code == 200 and line.outcome == 201
    if may.status_code != 200:
        assert answer.status_code == may.status_code, answer.text
    else:
        assert answer.status_code == (200 if added else line.outcome), answer.text
    assert await stage.count(model) == count + added
