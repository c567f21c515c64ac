"""Rows that are written and read inside of the one that owns them."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factory import body_for, build, create, resource_of
from tests.owned_rows import OWNED, item_of, key_of, name_of, new_row
from tests.statements import statements
from tests.support import assert_refused, body_of
from workshop.core.db.database import Database
from workshop.core.db.owned import Kept, Owned

from .resource import Reference, Resource

_METHODS = {"replace": "PUT", "update": "PATCH"}
_MADE = [
    pytest.param(resource, owned, id=f"{resource}-{owned.attribute}")
    for resource, owned in OWNED
    if {"create", "get"} <= {*resource.operations}
]
_CHANGED = [
    pytest.param(resource, owned, each, id=f"{resource}-{owned.attribute}-{each}")
    for resource, owned in OWNED
    for each in _METHODS
    if {"create", "get", each} <= {*resource.operations}
]
Json = dict[str, Any]


class _Tried:
    """An owner, the rows inside of it, and how clients write them."""

    def __init__(
        self,
        client: AsyncClient,
        session: AsyncSession,
        resource: Resource[Any],
        owned: Owned,
    ) -> None:
        self.client, self.session = client, session
        self.resource, self.owned = resource, owned
        self.rows = resource_of(owned.repository.model)
        self.name = name_of(resource, owned)
        self.key = key_of(self.rows, owned, item_of(resource, owned))

    @property
    def several(self) -> int:
        """How many rows an owner gets; fewer where their values run out."""
        return min(3, self.rows.rows)

    @property
    def numbered(self) -> bool:
        """True where rows are shown in the order in which they were made: that of their keys."""
        first, *others = sa.inspect(self.rows.model).primary_key
        order = getattr(self.rows.repository, "order", ())
        made = isinstance(first.type, sa.Uuid) and not others and not self.owned.keyed
        return made and not order

    async def row(self) -> Json:
        """Return what a client says of a new row."""
        given = dict.fromkeys(self.owned.reference)
        entity = await build(self.session, self.rows.model, **given)
        return new_row(self.resource, self.owned, self.rows, entity)

    async def body(self, rows: list[Json], operation: str = "create") -> Json:
        """Return what a client says of an owner with rows inside of it."""
        body = await body_for(self.session, self.resource, operation)
        return body | {self.name: rows}

    async def made(self, rows: list[Json]) -> tuple[str, list[Json]]:
        """Return the path of a new owner, and the rows that it is shown with."""
        body = await self.body(rows)
        answer = await self.client.post(self.resource.path, json=body)
        assert answer.status_code == 201, answer.text
        path = answer.headers["Location"].removeprefix("/api/v2")
        shown: list[Json] = answer.json()[self.name]
        return path, shown

    async def shown(self, path: str) -> list[Json]:
        """Return the rows that an owner is shown with."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        rows: list[Json] = answer.json()[self.name]
        return rows

    async def change(self, operation: str, rows: Any) -> Json:
        """Return what a client says of other rows of an owner."""
        if operation == "replace":
            return await self.body(rows, operation)
        return {self.name: rows}

    async def changed(self, path: str, operation: str, rows: Any) -> Any:
        """Return the answer to a change of an owner's rows."""
        body = await self.change(operation, rows)
        return await self.client.request(_METHODS[operation], path, json=body)

    def keys(self, rows: list[Json]) -> set[tuple[Any, ...]]:
        """Return the keys of rows that are shown."""
        return {tuple(row[name] for name in self.key) for row in rows}

    async def holds(self, count: int) -> None:
        """Hold that there are so many rows at all, where none stays in its table."""
        model = self.rows.model
        counted = sa.select(sa.func.count()).select_from(model)
        stored = await self.session.scalar(counted)
        await self.session.rollback()
        stay = getattr(model, "__scope__", ())
        assert stored == count or stay


@pytest.fixture
async def tried(
    client: AsyncClient,
    session: AsyncSession,
    resource: Resource[Any],
    owned: Owned,
) -> _Tried:
    return _Tried(client, session, resource, owned)


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_rows_come_with_their_owner(tried: _Tried) -> None:
    rows = [await tried.row() for _ in range(tried.several)]
    path, shown = await tried.made(rows)
    assert len(shown) == len(rows)
    assert await tried.shown(path) == shown
    for name in rows[0]:
        if name in shown[0]:
            said, there = ([str(row[name]) for row in each] for each in (rows, shown))
            assert sorted(there) == sorted(said)
            assert there == said or not tried.numbered


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_rows_come_with_each_of_many_owners(tried: _Tried) -> None:
    if not tried.resource.batch:
        pytest.skip("many are not made at once")
    path = f"/batch{tried.resource.path}"
    rows = [[await tried.row() for _ in range(tried.several)] for _ in range(2)]
    items = [await tried.body(each) for each in rows]
    answer = await tried.client.post(path, json={"data": items})
    assert answer.status_code == 207, answer.text
    for done, said in zip(answer.json()["data"], rows, strict=True):
        assert done["status"] == 201, done
        assert len(done["data"][tried.name]) == len(said)


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_new_rows_are_stored_by_one_statement(
    tried: _Tried, database: Database
) -> None:
    body = await tried.body([await tried.row() for _ in range(tried.several)])
    with statements(database) as said:
        answer = await tried.client.post(tried.resource.path, json=body)
    assert answer.status_code == 201, answer.text
    table = tried.rows.model.__tablename__
    inserts = (each.replace('"', "").split("(")[0] for each in said)
    assert [*inserts].count(f"INSERT INTO {table} ") == 1


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_a_list_takes_the_place_of_the_one_before(
    tried: _Tried, operation: str
) -> None:
    first, *_ = rows = [await tried.row() for _ in range(tried.several)]
    path, shown = await tried.made(rows)
    stays = next(row for row in shown if _agrees(row, first))
    said = {name: stays[name] for name in (*tried.key, *first) if name in stays}
    answer = await tried.changed(path, operation, [first | said])
    assert answer.status_code == 200, answer.text
    (kept,) = answer.json()[tried.name]
    assert {name: kept[name] for name in said} == said
    assert await tried.shown(path) == [kept]
    await tried.holds(1)
    answer = await tried.changed(path, operation, [])
    assert answer.status_code == 200, answer.text
    assert await tried.shown(path) == []
    await tried.holds(0)


def _agrees(shown: Json, said: Json) -> bool:
    return all(shown[name] == value for name, value in said.items() if name in shown)


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_a_row_that_is_known_by_its_key_changes(
    tried: _Tried, operation: str
) -> None:
    path, (shown,) = await tried.made([await tried.row()])
    new = await tried.row()
    key = {name: shown[name] for name in tried.key}
    answer = await tried.changed(path, operation, [new | key])
    assert answer.status_code == 200, answer.text
    (changed,) = answer.json()[tried.name]
    assert tried.keys([changed]) == tried.keys([shown])
    stays = {*tried.key, *tried.owned.fixed}
    assert _agrees(changed, {name: new[name] for name in new if name not in stays})
    await tried.holds(1)


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_a_change_without_the_list_leaves_it(
    tried: _Tried, operation: str
) -> None:
    path, shown = await tried.made([await tried.row()])
    body = {}
    if operation == "replace":
        body = await tried.body([], operation)
        del body[tried.name]
    answer = await tried.client.request(_METHODS[operation], path, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()[tried.name] == shown


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_what_was_read_of_rows_may_be_sent_back(
    tried: _Tried, operation: str
) -> None:
    row = await tried.row()
    path, shown = await tried.made([row])
    answer = await tried.changed(path, operation, [{**row, **shown[0]}])
    assert answer.status_code == 200, answer.text
    assert answer.json()[tried.name] == shown


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_one_row_that_is_refused_refuses_all(tried: _Tried) -> None:
    rows = [await tried.row() for _ in range(2)]
    body = await tried.body([rows[0], rows[1] | {"no such field": 1}])
    answer = await tried.client.post(tried.resource.path, json=body)
    place = f"{tried.name}.1.no such field"
    assert_refused(answer, 422, "VALIDATION_ERROR", place)
    await tried.holds(0)


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_a_list_is_never_null_and_has_an_end(tried: _Tried) -> None:
    row = await tried.row()
    body = await tried.body([row])
    for rows in (None, [row] * 1001):
        answer = await tried.client.post(
            tried.resource.path, json=body | {tried.name: rows}
        )
        assert_refused(answer, 422, "VALIDATION_ERROR", tried.name)


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_a_conflict_says_of_which_row_it_is(tried: _Tried) -> None:
    if tried.rows.repeatable:
        pytest.skip("rows of one owner may be alike")
    row = await tried.row()
    body = await tried.body([row, row])
    answer = await tried.client.post(tried.resource.path, json=body)
    assert answer.status_code in (409, 422), answer.text
    fields = [each["field"] for each in answer.json()["errors"]]
    assert all(field.startswith(f"{tried.name}.1") for field in fields)
    await tried.holds(0)


def _is_said(tried: _Tried, reference: Reference) -> bool:
    """Tell whether bodies have a reference that the database looks at at once."""
    names, mapper = {*reference.columns}, sa.inspect(tried.rows.model)
    fields = item_of(tried.resource, tried.owned).model_fields
    columns = [mapper.column_attrs[name].columns[0] for name in names]
    keys = [key for column in columns for key in column.foreign_keys]
    own = names.isdisjoint(tried.owned.reference) and names <= fields.keys()
    return reference.checked and own and not any(key.deferrable for key in keys)


def _nothing(tried: _Tried) -> Json:
    """Return what refers to no row, where a row may refer to one beside its owner."""
    fields = item_of(tried.resource, tried.owned).model_fields
    for each in tried.rows.references:
        if _is_said(tried, each):
            absent = getattr(each, "absent", ()) or resource_of(each.target).absent
            names = [fields[name].alias or name for name in each.columns]
            return dict(zip(names, to_jsonable_python(absent), strict=True))
    return {}


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_what_refers_to_nothing_says_of_which_row_it_is(tried: _Tried) -> None:
    nothing = _nothing(tried)
    if not nothing or tried.several < 2:
        pytest.skip("rows refer to nothing but their owner")
    rows = [await tried.row(), await tried.row() | nothing]
    answer = await tried.client.post(tried.resource.path, json=await tried.body(rows))
    assert_refused(answer, 409, "CONFLICT", f"{tried.name}.1.{next(iter(nothing))}")
    said = {each["field"] for each in answer.json()["errors"]}
    assert said <= {f"{tried.name}.1.{each}" for each in nothing}  # and not its owner
    await tried.holds(0)


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_a_row_of_another_owner_is_none_of_this_one(
    tried: _Tried, operation: str
) -> None:
    if tried.owned.keyed or not tried.key:
        pytest.skip("clients choose the keys")
    _, (theirs,) = await tried.made([await tried.row()])
    path, _ = await tried.made([])
    key = {name: theirs[name] for name in tried.key}
    answer = await tried.changed(path, operation, [await tried.row() | key])
    place = f"{tried.name}.0.{tried.key[0]}"
    assert_refused(answer, 409, "CONFLICT", place)


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_a_row_stands_in_a_list_once(tried: _Tried, operation: str) -> None:
    path, (shown,) = await tried.made([await tried.row()])
    key = {name: shown[name] for name in tried.key}
    rows = [await tried.row() | key for _ in range(2)]
    answer = await tried.changed(path, operation, rows)
    assert_refused(answer, 422, "VALIDATION_ERROR")


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_rows_are_read_by_one_statement(
    tried: _Tried, database: Database
) -> None:
    counted = []
    for number in (1, tried.several):
        path, _ = await tried.made([await tried.row() for _ in range(number)])
        with statements(database) as said:
            await tried.shown(path)
        table = tried.rows.model.__tablename__
        counted.append(len([each for each in said if table in each]))
    assert counted[0] == counted[-1] > 0


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_an_owner_is_read_as_it_was_with_its_rows(
    tried: _Tried, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, shown = await tried.made([await tried.row()])
    rows = Kept.rows

    async def overtaken(kept: Kept[Any], reference: Any) -> Any:
        monkeypatch.setattr(Kept, "rows", rows)
        answer = await tried.changed(path, operation, [])
        assert answer.status_code == 200, answer.text
        return await rows(kept, reference)

    monkeypatch.setattr(Kept, "rows", overtaken)
    assert await tried.shown(path) == shown
    assert await tried.shown(path) == []


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_lists_of_owners_leave_the_rows_out(tried: _Tried) -> None:
    if "list" not in tried.resource.operations:
        pytest.skip("there is no list")
    await tried.made([await tried.row()])
    answer = await tried.client.get(tried.resource.path)
    assert answer.status_code == 200, answer.text
    assert all(tried.name not in each for each in answer.json()["data"])


@pytest.mark.parametrize(("resource", "owned", "operation"), _CHANGED)
async def test_of_two_lists_at_once_one_stays(tried: _Tried, operation: str) -> None:
    path, _ = await tried.made([await tried.row()])
    bodies = [await tried.change(operation, [await tried.row()]) for _ in range(2)]
    method = _METHODS[operation]
    answers = await asyncio.gather(
        *(tried.client.request(method, path, json=body) for body in bodies)
    )
    statuses = {each.status_code for each in answers}
    assert 200 in statuses
    assert statuses <= {200, 409, 412}, [each.text for each in answers]
    (row,) = await tried.shown(path)
    assert row in [answer.json().get(tried.name, [None])[0] for answer in answers]
    await tried.holds(1)


@pytest.mark.parametrize(("resource", "owned"), _MADE)
async def test_rows_are_written_at_both_addresses_at_once(tried: _Tried) -> None:
    offered = {"create", "update"} <= {*tried.rows.operations}
    if not (offered and "update" in tried.resource.operations):
        pytest.skip("rows have one address")
    client, rows = tried.client, tried.rows
    path, _ = await tried.made([])
    (owner,) = await tried.session.scalars(sa.select(tried.resource.model))
    given = tried.owned.held_by(owner)
    row = await create(tried.session, rows.model, **given)
    made = [await build(tried.session, rows.model, **given) for _ in range(2)]
    new, other = (body_of(each, rows.bodies["create"]) for each in made)
    changed = body_of(made[1], rows.bodies["update"])
    lists = [{tried.name: [await tried.row()]} for _ in range(2)]
    answers = await asyncio.gather(
        client.patch(path, json=lists[0]),
        client.patch(rows.path_to(row), json=changed),
        client.post(rows.path, json=new),
        client.patch(path, json=lists[1]),
        client.post(rows.path, json=other),
    )
    assert all(each.status_code < 500 for each in answers), [e.text for e in answers]


_COUNTED = [
    pytest.param(resource, owned, id=f"{resource}-{owned.attribute}")
    for resource, owned in OWNED
    if {"create", "get", "update"} <= {*resource.operations} and resource.versioned
]


async def _tag(tried: _Tried, path: str) -> str:
    return str((await tried.client.get(path)).headers["ETag"])


@pytest.mark.parametrize(("resource", "owned"), _COUNTED)
async def test_the_version_of_an_owner_moves_with_its_list(tried: _Tried) -> None:
    path, _ = await tried.made([await tried.row()])
    before = await _tag(tried, path)
    answer = await tried.changed(path, "update", [await tried.row()])
    assert answer.headers["ETag"] == await _tag(tried, path) != before
    headers = {"If-Match": before}
    body: Json = {tried.name: []}
    answer = await tried.client.patch(path, json=body, headers=headers)
    assert_refused(answer, 412, "PRECONDITION_FAILED")
    assert len(await tried.shown(path)) == 1


@pytest.mark.parametrize(("resource", "owned"), _COUNTED)
async def test_the_version_of_an_owner_moves_with_each_row(tried: _Tried) -> None:
    path, _ = await tried.made([])
    model, rows, tags = tried.rows.model, tried.rows, [await _tag(tried, path)]
    (owner,) = await tried.session.scalars(sa.select(tried.resource.model))
    given = tried.owned.held_by(owner)
    if "create" in rows.operations:
        new = await build(tried.session, model, **given)
        body = body_of(new, rows.bodies["create"])
        answer = await tried.client.post(rows.path, json=body)
        assert answer.status_code == 201, answer.text
        tags.append(await _tag(tried, path))
    row = await create(tried.session, model, **given)
    for operation, method in (*_METHODS.items(), ("delete", "DELETE")):
        if operation in rows.operations:
            said = None
            if operation in _METHODS:
                other = await build(tried.session, model, **given)
                said = body_of(other, rows.bodies[operation])
            answer = await tried.client.request(method, rows.path_to(row), json=said)
            assert answer.is_success, answer.text
            tags.append(await _tag(tried, path))
    assert len({*tags}) == len(tags)
