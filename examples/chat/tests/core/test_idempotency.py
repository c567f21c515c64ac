"""Keys of requests, at a route that stores nothing but the answer to it."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive, Scope, Send

from chat.core import idempotency
from chat.core.context import Context, utc_now
from chat.core.db.database import Database
from chat.core.db.unit_of_work import unit_of_work
from chat.core.errors import ConflictError
from chat.core.http.dependencies import WritingDep, resources_of
from chat.core.http.idempotency import HEADER, IdempotentRoute
from chat.core.idempotency import Answer, Claim, KeyInUseError, sweep
from chat.core.personal.commands import erase
from chat.core.security.principal import ANONYMOUS, Principal, person, service
from chat.main import create_app
from chat.models.accounts import Account
from chat.models.idempotency_keys import IdempotencyKey
from chat.resources import Resources
from chat.settings import Settings
from tests.asking import ASKING
from tests.factory import create
from tests.support import assert_refused

_DAYS = dt.timedelta(days=400)


@dataclass
class _Counter:
    """A route that counts how often it is done."""

    app: FastAPI
    done: int = 0
    status: int = 201
    fails: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def router(self) -> APIRouter:
        router = APIRouter(route_class=IdempotentRoute)

        @router.post("/count/{place}")
        @router.put("/count/{place}")
        async def count(request: Request, work: WritingDep) -> Response:
            self.done += 1
            self.reached.set()
            await self.goes_on.wait()
            if self.fails:
                raise ConflictError("It is in the way.")
            number = str(self.done)
            return Response(
                number, self.status, {"Location": f"/{number}", "ETag": f'"{number}"'}
            )

        return router


@pytest.fixture
async def counter(emptied: Database, migrated: Settings) -> AsyncIterator[_Counter]:
    app = create_app(migrated)
    counter = _Counter(app)
    counter.goes_on.set()
    app.include_router(counter.router)
    async with app.router.lifespan_context(app):
        yield counter


@asynccontextmanager
async def _asking(app: Any) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


def _key(key: object) -> dict[str, str]:
    return {HEADER: str(key)}


async def _ask(app: Any, key: object, path: str = "/count/a", **more: Any) -> Any:
    async with _asking(app) as client:
        return await client.post(path, headers=_key(key), **more)


async def _kept(counter: _Counter) -> int:
    async with resources_of(counter.app).database.reading() as session:
        counted = sa.select(sa.func.count()).select_from(IdempotencyKey)
        return await session.scalar(counted) or 0


async def test_a_request_that_is_sent_again_is_answered_the_same(
    counter: _Counter,
) -> None:
    key = uuid4()
    first, again = await _ask(counter.app, key), await _ask(counter.app, key)
    assert counter.done == 1
    assert (again.status_code, again.content) == (201, b"1")
    for name in ("Location", "ETag", "Content-Length"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]
    assert (await _ask(counter.app, uuid4())).content == b"2"


async def test_without_a_key_a_request_is_done_each_time(counter: _Counter) -> None:
    async with _asking(counter.app) as client:
        answers = [await client.post("/count/a") for _ in range(2)]
    assert [each.content for each in answers] == [b"1", b"2"]
    assert await _kept(counter) == 0


async def test_what_may_be_repeated_anyway_takes_no_key(counter: _Counter) -> None:
    async with _asking(counter.app) as client:
        for number in (b"1", b"2"):
            answer = await client.put("/count/a", headers=_key("k"))
            assert answer.content == number


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/count/b", {}),
        ("/count/a?x=1", {}),
        ("/count/a", {"content": b"other"}),
    ],
)
async def test_another_request_under_the_key_is_refused(
    counter: _Counter, path: str, more: dict[str, Any]
) -> None:
    await _ask(counter.app, "k")
    answer = await _ask(counter.app, "k", path, **more)
    assert_refused(answer, 422, "IDEMPOTENCY_KEY_REUSED")
    assert counter.done == 1


async def test_a_key_has_quotes_or_none(counter: _Counter) -> None:
    said = ['"a b"', '"a b"', "plain", '"plain"', r'"\"\\"', "x" * 255, ";=,"[:2]]
    answers = [await _ask(counter.app, each) for each in said]
    assert [each.text for each in answers] == ["1", "1", "2", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "wrong",
    ["", '"', '""', '"a', 'a"b', "a, b", '"a", "b"', r'"\a"', "\x7f", "x" * 256],
)
async def test_what_is_no_key_is_refused(counter: _Counter, wrong: str) -> None:
    answer = await _ask(counter.app, wrong)
    assert_refused(answer, 422, "VALIDATION_ERROR", HEADER)
    assert [e["code"] for e in answer.json()["error"]["details"]] == ["invalid_form"]
    assert counter.done == 0


def test_a_route_keeps_what_else_is_said_of_it() -> None:
    async def asked() -> None:
        pass

    route = IdempotentRoute(
        "/more",
        asked,
        methods=["POST"],
        dependencies=[Depends(asked)],
        openapi_extra={"deprecated": True},
    )
    assert route.dependencies[0].dependency is asked
    assert route.openapi_extra is not None
    assert route.openapi_extra["deprecated"]
    assert [each["name"] for each in route.openapi_extra["parameters"]] == [HEADER]


async def test_two_keys_are_none(counter: _Counter) -> None:
    async with _asking(counter.app) as client:
        twice = [(HEADER, "a"), (HEADER, "b")]
        answer = await client.post("/count/a", headers=twice)
    assert_refused(answer, 422, "VALIDATION_ERROR", HEADER)


async def test_what_failed_is_tried_anew(counter: _Counter) -> None:
    counter.fails = True
    for _ in range(2):
        assert_refused(await _ask(counter.app, "k"), 409, "CONFLICT")
    counter.fails = False
    for status in 400, 503:
        counter.status = status
        assert (await _ask(counter.app, "k")).status_code == status
    assert await _kept(counter) == 0
    counter.status = 201
    assert (await _ask(counter.app, "k")).content == b"5"


async def test_a_request_under_way_is_done_once(counter: _Counter) -> None:
    counter.goes_on.clear()
    first = asyncio.create_task(_ask(counter.app, "k"))
    await counter.reached.wait()
    again = asyncio.create_task(_ask(counter.app, "k"))
    if resources_of(counter.app).database.engine.dialect.name == "postgresql":
        assert_refused(await again, 409, "IDEMPOTENCY_KEY_IN_USE")
        counter.goes_on.set()
    else:  # which waits, as every write does
        counter.goes_on.set()
        assert (await again).content == b"1"
    assert (await first).content == b"1"
    assert counter.done == 1
    assert (await _ask(counter.app, "k")).content == b"1"


async def test_many_at_once_are_done_once(counter: _Counter) -> None:
    asked = [_ask(counter.app, "k") for _ in range(20)]
    answers = [(each.status_code, each.text) for each in await asyncio.gather(*asked)]
    assert counter.done == 1
    assert answers.count((201, "1")) >= 1
    assert {status for status, _ in answers} <= {201, 409}
    assert {text for status, text in answers if status == 201} == {"1"}
    assert await _kept(counter) == 1


async def test_an_answer_that_never_came_is_there_when_it_is_asked_for_again(
    counter: _Counter,
) -> None:
    async def cut_off(scope: Scope, receive: Receive, send: Send) -> None:
        async def nowhere(message: Message) -> None:
            raise ConnectionResetError

        await counter.app(scope, receive, nowhere)

    with pytest.raises(ConnectionResetError):
        await _ask(cut_off, "k")
    assert (await _ask(counter.app, "k")).content == b"1"
    assert counter.done == 1


async def test_whoever_looked_before_it_was_answered_writes_nothing(
    counter: _Counter,
) -> None:
    await _ask(counter.app, "k")
    resources, late = resources_of(counter.app), Answer(201, {}, b"late")
    with pytest.raises(KeyInUseError) as refused:
        async with unit_of_work(resources, Context(principal=ANONYMOUS)) as work:
            await Claim(work, "k", b"").keep(late, 60)
    assert refused.value.message
    assert (await _ask(counter.app, "k")).content == b"1"


async def test_a_key_is_new_again_when_its_time_is_over(counter: _Counter) -> None:
    await _ask(counter.app, "k")
    await _age(counter)
    assert (await _ask(counter.app, "k")).content == b"2"
    assert await _kept(counter) == 1


async def test_a_key_lasts_until_its_time_is_over(counter: _Counter) -> None:
    resources, begun = resources_of(counter.app), utc_now()

    async def asked(seconds: int, answer: Answer | None = None) -> Answer | None:
        now = begun + dt.timedelta(seconds=seconds)
        context = Context(clock=lambda: now)
        async with unit_of_work(resources, context) as work:
            claim = Claim(work, "k", b"")
            if answer is not None:
                await claim.keep(answer, 60)
                return None
            return await claim.answer()

    kept = Answer(201, {}, b"kept")
    await asked(0, kept)
    assert await asked(59) == kept
    assert await asked(60) is None


async def test_old_keys_are_swept_and_no_others(
    counter: _Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "_BATCH", 2)
    for number in range(5):
        await _ask(counter.app, number)
    await _age(counter)
    await _ask(counter.app, "new")
    begun: list[object] = []

    def noted(resources: Resources) -> Any:
        begun.append(resources)
        return unit_of_work(resources)

    monkeypatch.setattr(idempotency, "unit_of_work", noted)
    assert await sweep(resources_of(counter.app)) == 5
    assert len(begun) == 3  # two at most in each, and no lock for long
    assert await _kept(counter) == 1
    assert await sweep(resources_of(counter.app)) == 0


def test_the_command_says_how_many_it_has_swept(
    migrated: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(idempotency, "Settings", lambda: migrated)
    idempotency.main()
    assert capsys.readouterr().out == "0\n"


async def _age(counter: _Counter) -> None:
    async with resources_of(counter.app).database.writing() as session:
        older = sa.update(IdempotencyKey).values(expires_at=utc_now() - _DAYS)
        await session.execute(older)
        await session.commit()


async def test_neither_key_nor_request_is_stored(counter: _Counter) -> None:
    key, secret = uuid4().hex, uuid4().hex
    await _ask(counter.app, key, content=secret.encode())
    async with resources_of(counter.app).database.reading() as session:
        stored = await session.execute(sa.select(IdempotencyKey.__table__))
    told = " ".join(str(value) for row in stored for value in row)
    assert key not in told
    assert secret not in told


def _as(counter: _Counter, principal: Principal) -> None:
    async def asking(_connection: HTTPConnection) -> Principal:
        return principal

    ASKING[counter.app] = asking


async def test_each_caller_has_keys_of_its_own(
    counter: _Counter, session: AsyncSession
) -> None:
    accounts = [await create(session, Account) for _ in range(2)]
    callers = [
        ANONYMOUS,
        *(person(each.id) for each in accounts),
        service(client="a"),
        service(client="b"),
    ]
    for _ in range(2):
        for number, caller in enumerate(callers, 1):
            _as(counter, caller)
            assert (await _ask(counter.app, "k")).text == str(number)


async def test_whoever_may_do_something_else_is_not_shown_what_was_answered(
    counter: _Counter, session: AsyncSession
) -> None:
    account = await create(session, Account)
    _as(counter, person(account.id, ["some"]))
    await _ask(counter.app, "k")
    for roles, scopes in ([], None), (["some"], ["note:read"]), (["some"], []):
        _as(counter, person(account.id, roles, scopes))
        answer = await _ask(counter.app, "k")
        assert_refused(answer, 422, "IDEMPOTENCY_KEY_REUSED")
    _as(counter, person(account.id, ["some"]))
    assert (await _ask(counter.app, "k")).text == "1"


async def test_what_a_person_was_answered_goes_with_the_person(
    counter: _Counter, session: AsyncSession
) -> None:
    accounts = [await create(session, Account) for _ in range(2)]
    for account in accounts:
        _as(counter, person(account.id))
        await _ask(counter.app, "k")
    assert await _kept(counter) == 2
    resources = resources_of(counter.app)
    await erase(resources, str(accounts[0].id), really=True)
    assert await _kept(counter) == 1
