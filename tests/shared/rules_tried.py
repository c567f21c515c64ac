"""The project that random rules are tried in, its rows on both engines, and who asks."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from access_oracle import Asking, Oracle, Row
from hypothesis import strategies as st
from projects import Project
from rule_lab import (
    ACCOUNTS,
    DESIGN,
    PERMISSIONS,
    ROLES,
    SCOPES,
    drawn_rows,
    stored,
)
from rule_parts import parts_of
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from bd_scaffold import pipeline
from bd_scaffold.language.access_expression import Tree, parse_access, to_text
from bd_scaffold.language.permissions import grants
from bd_scaffold.model.python.access import access_code
from bd_scaffold.resolve.access import Words, read_of
from bd_scaffold.resolve.access_rules import EntityAccess, Read, Rule

OPERATIONS = ("list", "get", "create", "update", "delete")
ROWS = drawn_rows()


def design(owner: str = "creator", **rules: str) -> str:
    """Return the design with an owner and with rules; what isn't said, everybody may."""
    text = DESIGN.replace("OWNER", owner)
    for each in OPERATIONS:
        text = text.replace(each.upper(), rules.get(each, "public"))
    return text


class Lab:
    """The project of the design, imported, and its rows on both engines."""

    def __init__(self, folder: Path, urls: Mapping[str, str]) -> None:
        checked = pipeline.check(design().encode(), "design.yaml")
        pipeline.create(
            design().encode(),
            "design.yaml",
            folder,
            repository=False,
            progress=lambda _words: None,
        )
        for url in urls.values():
            project = Project("rulelab", folder)
            project.run("alembic", "upgrade", "head", DATABASE_URL=url)
        sys.path.insert(0, str(folder / "src"))
        self.entities = checked.entities
        self.rows = self.module("core.db.row_rules")
        self.principals = self.module("core.security.principal")
        self.rules = self.module("core.security.rules")
        self.models = self.module("models")
        self.urls = urls
        self._served = self.module("models").Doc.__access__
        self._runner = asyncio.Runner()
        new_engine = self.module("core.db.engine").new_engine
        self.engines: dict[str, AsyncEngine] = {
            name: new_engine(url) for name, url in urls.items()
        }
        self.connections: dict[str, AsyncConnection] = {}
        for name in urls:
            self.run(self._filled(name))

    def module(self, name: str) -> Any:
        """Return a module of the project."""
        return importlib.import_module(f"rulelab.{name}")

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(what)

    async def _filled(self, name: str) -> None:
        engine = self.engines[name]
        account = self.module("models.accounts").Account
        async with AsyncSession(engine) as session:
            session.add_all(account(id=each) for each in ACCOUNTS)
            await session.flush()
            for kind, rows in (
                (self.models.Region, ROWS.regions),
                (self.models.Customer, ROWS.customers),
                (self.models.Doc, ROWS.docs),
            ):
                for row in rows:  # each after those that it refers to
                    session.add(kind(**stored(row)))
                    await session.flush()
            await session.commit()
        connection = await engine.connect()
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        self.connections[name] = connection

    async def put_back(self, row: Row) -> None:
        """Store a row again where it has gone."""
        doc = self.models.Doc
        for engine in self.engines.values():
            async with AsyncSession(engine) as session:
                if await session.get(doc, row["id"]) is None:
                    session.add(doc(**stored(row)))
                    await session.commit()

    def close(self) -> None:
        async def closed() -> None:
            for each in self.connections.values():
                await each.close()
            for engine in self.engines.values():
                await engine.dispose()

        self.run(closed())
        self._runner.close()

    # From an expression to what the generated code makes of it

    def read(self, path: str) -> Read:
        found = read_of(self.entities, self.entities["Doc"], path)
        assert isinstance(found, Read)
        return found

    def access(self, tree: Tree, owner: str) -> Any:
        """Return what a slice's `access.py` says of an expression, run."""
        words = Words(self.entities, self.entities["Doc"], frozenset(ROLES))
        written = parse_access(to_text(tree))
        rule = words.rule(written, written.tree, ("entities", "Doc", "access"))
        assert rule is not None
        rules: dict[Any, Rule | None] = dict.fromkeys(OPERATIONS, rule)
        return self._access(EntityAccess(self.read(owner), rules))

    def written(self, access: EntityAccess) -> Any:
        """Let the project be one whose design has other rules; return them."""
        found = self._access(access)
        for each in OPERATIONS:
            object.__setattr__(self._served, each, getattr(found, each))
        self.module("core.security.access")._verdict.cache_clear()
        return found

    def _access(self, access: EntityAccess) -> Any:
        code = access_code(parts_of("rulelab", "doc"), access)
        text = "\n".join((code.imports, code.owner, *code.rules, code.access))
        names: dict[str, Any] = {}
        exec(compile(text, "access.py", "exec"), names)
        return names["ACCESS"]

    def principal(self, who: Caller) -> Any:
        if who.kind == "system":
            return self.principals.SYSTEM
        if who.kind == "anonymous":
            return self.principals.ANONYMOUS
        if who.account is None:
            return self.principals.service(who.roles, who.scopes)
        return self.principals.person(who.account, who.roles, who.scopes)

    # What the database says

    def held(self, verdict: Any, account: Any) -> dict[str, set[Any]]:
        """Return the rows for which a rule holds, by engine.

        NULL is as good as false, to a WHERE as to what reads the verdict of a row.
        """
        found: dict[str, set[Any]] = {}
        statement = self._narrowed(verdict)

        async def asked() -> None:
            for name, connection in self.connections.items():
                values = {self.rows.ACCOUNT: account}
                said = await connection.execute(statement, values)
                found[name] = set(said.scalars())

        self.run(asked())
        return found

    @lru_cache(64)  # noqa: B019 - there is one, as long as the tests
    def _narrowed(self, verdict: Any) -> sa.Select[Any]:
        expression = self.rows.row_rule(verdict).expression(self.models.Doc)
        return sa.select(self.models.Doc.id).where(expression)


@dataclass(frozen=True)
class Caller:
    """Who asks, and what they ask for."""

    kind: str
    account: UUID | None
    roles: frozenset[str]
    scopes: frozenset[str] | None
    action: str

    def may(self, rows: set[UUID], tree: Tree, owner: str) -> set[UUID]:
        """Return those of some rows with which they may do it: the plain reading."""
        if self.kind == "system":
            return rows
        word = "read" if self.action in ("list", "get") else "write"
        if not any(self._reach(f"doc:{each}") for each in (self.action, word)):
            return set()
        oracle = Oracle(frozenset(ROLES), owner)
        asking = Asking(
            self.account,
            signed_in=self.kind != "anonymous",
            roles=self.roles,
            may=frozenset(filter(self._has, PERMISSIONS)),
        )
        return {
            key for key in rows if oracle.holds(tree, asking, ROWS.docs_by_key[key])
        }

    def asking(self, action: str) -> Caller:
        """Return the same caller, who asks for something else."""
        return replace(self, action=action)

    def _reach(self, permission: str) -> bool:
        return self.scopes is None or grants(self.scopes, permission)

    def _has(self, permission: str) -> bool:
        given = [each for role in self.roles for each in ROLES[role]]
        return grants(given, permission) and self._reach(permission)


def callers() -> st.SearchStrategy[Caller]:
    """Nobody, people with and without roles, services, and the system."""
    roles = st.frozensets(st.sampled_from([*ROLES]), max_size=2)
    actions = st.sampled_from(OPERATIONS)
    scopes = st.none() | st.frozensets(st.sampled_from(SCOPES), max_size=3)
    nobody, none = st.just(frozenset[str]()), st.none()
    accounts = st.sampled_from(ACCOUNTS)
    of = partial(st.builds, Caller)
    people = of(st.just("person"), accounts, roles, scopes, actions)
    ordinary = of(st.just("person"), accounts, nobody, none, actions)
    services = of(st.just("service"), none, roles, scopes, actions)
    others = of(
        st.sampled_from(["anonymous", "anonymous", "system"]),
        *(none, nobody, none, actions),
    )
    return st.one_of(ordinary, people, services, others)
