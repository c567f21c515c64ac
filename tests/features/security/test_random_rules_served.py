"""Random rules of designs, served: who is answered what, as the plain evaluator says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from drawn_settings import tried
from httpx import ASGITransport, AsyncClient
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rule_lab import OWNERS, trees
from rules_tried import ROWS, Caller, Lab, callers, design
from starlette.requests import HTTPConnection

from bd_scaffold import pipeline
from bd_scaffold.language.access_expression import Tree, to_text

pytestmark = pytest.mark.engines

_RULES = ("list", "get", "update", "delete")
_PATH = "/api/v1/docs"
_ALL = {*ROWS.docs_by_key}
_PARENTS = {row["parent"]["id"] for row in ROWS.docs if row["parent"]}
_GOES = next(row for row in ROWS.docs if row["id"] not in _PARENTS)
"""A row that nothing refers to, so that it can go and come back."""

_LOOKED_AT = [row["id"] for row in ROWS.docs[::16]]


class Serving:
    """Asks an application, and knows what it should answer."""

    def __init__(self, lab: Lab, owner: str, rules: dict[str, Tree]) -> None:
        self._lab = lab
        self._owner, self._rules = owner, rules
        checked = pipeline.check(
            design(owner, **{n: to_text(each) for n, each in rules.items()}).encode(),
            "design.yaml",
        )
        self._access = lab.written(checked.entities["Doc"].access)

    def refused(self, action: str, who: Caller) -> bool:
        """Tell whether somebody is refused whatever the row."""
        grants = self._lab.principal(who).grants
        return bool(self._access.refused(action, grants))

    def may(self, action: str, who: Caller) -> set[UUID]:
        """Return the rows with which somebody may do something."""
        return who.asking(action).may(_ALL, self._rules[action], self._owner)

    async def hold(self, client: AsyncClient, who: Caller) -> None:
        """Ask everything that one caller can."""
        no = 401 if who.kind == "anonymous" else 403
        await self._list(client, who, no)
        for key in _LOOKED_AT:
            answer = await client.get(f"{_PATH}/{key}")
            there = 200 if key in self.may("get", who) else 404
            assert answer.status_code == (no if self.refused("get", who) else there)
            row = ROWS.docs_by_key[key]
            body = {"limit_of": row["limit_of"]}
            answer = await client.patch(f"{_PATH}/{key}", json=body)
            assert answer.status_code == self._written("update", who, key, 200)
        key = _GOES["id"]
        should = self._written("delete", who, key, 204)
        answer = await client.delete(f"{_PATH}/{key}")
        assert answer.status_code == should

    async def _list(self, client: AsyncClient, who: Caller, no: int) -> None:
        answer = await client.get(_PATH, params={"limit": 100})
        if self.refused("list", who):
            assert answer.status_code == no
            return
        assert answer.status_code == 200
        found = answer.json()
        should = self.may("list", who)
        assert {UUID(each["id"]) for each in found["data"]} == should
        assert found["pagination"]["total"] == len(should)

    def _written(self, action: str, who: Caller, key: UUID, done: int) -> int:
        """Return what is answered to whoever writes a row."""
        if who.kind == "anonymous" and (
            self.refused(action, who) or self.refused("get", who)
        ):
            return 401
        if key not in self.may("get", who):
            return 404
        refused = 401 if who.kind == "anonymous" else 403
        return done if key in self.may(action, who) else refused


@pytest.fixture(scope="session")
def clients(lab: Lab) -> Iterator[Clients]:
    made = Clients(lab)
    yield made
    lab.run(made.stack.aclose())


class Clients:
    """The application on each engine, and whose the requests are."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._principal: Any = None
        self.stack = AsyncExitStack()
        self.all = [lab.run(self._opened(url)) for url in lab.urls.values()]

    def are_of(self, who: Caller) -> None:
        self._principal = self._lab.principal(who)

    async def _opened(self, url: str) -> AsyncClient:
        module = self._lab.module
        settings = module("settings").Settings(database_url=url, log_level="ERROR")
        app = module("main").create_app(settings)
        ways_in = module("core.security.authenticators").AUTHENTICATORS

        async def principal(connection: HTTPConnection) -> Any:
            return self._principal if connection.app is app else None

        ways_in.insert(0, principal)
        await self.stack.enter_async_context(app.router.lifespan_context(app))
        client = AsyncClient(transport=ASGITransport(app), base_url="http://test")
        return await self.stack.enter_async_context(client)


@given(
    st.fixed_dictionaries({each: trees(5) for each in _RULES}),
    st.sampled_from(OWNERS),
    callers(),
)
@settings(
    tried(120), phases=(Phase.explicit, Phase.generate)
)  # a smaller one is found next door
def test_what_is_served_is_what_the_rules_say(
    lab: Lab,
    clients: Clients,
    rules: dict[str, Tree],
    owner: str,
    who: Caller,
) -> None:
    serving = Serving(lab, owner, rules)
    clients.are_of(who)
    try:
        for client in clients.all:
            lab.run(serving.hold(client, who))
    finally:
        lab.run(lab.put_back(_GOES))
