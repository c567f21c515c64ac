"""Random rules: what Python, SQLite and PostgreSQL come to for a principal and a row is the same."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from access_oracle import Asking, Oracle
from drawn_settings import tried
from hypothesis import given
from hypothesis import strategies as st
from postgresql_server import (
    empty_database,
    postgresql,  # noqa: F401 - a fixture
)
from projects import Project
from rule_lab import ACCOUNTS, DESIGN, OWNERS, ROLES, drawn_rows, stored, trees
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from bd_scaffold import pipeline
from bd_scaffold.language.access_expression import (
    Permission,
    Tree,
    parse_access,
    to_text,
)
from bd_scaffold.model.python.access import access_code
from bd_scaffold.resolve.access import Words, read_of
from bd_scaffold.resolve.access_rules import EntityAccess, Read, Rule

pytestmark = pytest.mark.engines

_EVERYONE = "public"
_WRITTEN = (
    DESIGN.replace("OWNER", "creator")
    .replace("READ", _EVERYONE)
    .replace("UPDATE", _EVERYONE)
    .replace("DELETE", _EVERYONE)
)
_OPERATIONS = ("list", "get", "create", "update", "delete")
ROWS = drawn_rows()


class Lab:
    """The project of the design, imported, and its rows on both engines."""

    def __init__(self, folder: Path, urls: Mapping[str, str]) -> None:
        checked = pipeline.check(_WRITTEN.encode(), "design.yaml")
        pipeline.create(
            _WRITTEN.encode(),
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
        self.rows = self._module("core.db.row_rules")
        self.principals = self._module("core.security.principal")
        self.rules = self._module("core.security.rules")
        self.models = self._module("models")
        self._runner = asyncio.Runner()
        new_engine = self._module("core.db.engine").new_engine
        self.engines: dict[str, AsyncEngine] = {
            name: new_engine(url) for name, url in urls.items()
        }
        self.connections: dict[str, AsyncConnection] = {}
        for name in urls:
            self.run(self._filled(name))

    def _module(self, name: str) -> Any:
        return importlib.import_module(f"rulelab.{name}")

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(what)

    async def _filled(self, name: str) -> None:
        engine = self.engines[name]
        account = self._module("models.accounts").Account
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
        rule = words.rule(parse_access(to_text(tree)), ("entities", "Doc", "access"))
        assert rule is not None
        rules: dict[Any, Rule | None] = dict.fromkeys(_OPERATIONS, rule)
        code = access_code("rulelab", "doc", EntityAccess(self.read(owner), rules))
        text = "\n".join((code.imports, code.owner, *code.rules, code.access))
        names: dict[str, Any] = {}
        exec(compile(text, "access.py", "exec"), names)  # noqa: S102 - our own text
        return names["ACCESS"]

    def principal(self, who: Asking, scopes: frozenset[str] | None = None) -> Any:
        if not who.signed_in:
            return self.principals.ANONYMOUS
        if who.id is None:
            return self.principals.service(who.roles, scopes)
        return self.principals.person(who.id, who.roles, scopes)

    # What the database says

    def held(self, verdict: Any, who: Asking) -> dict[str, set[Any]]:
        """Return the rows for which a rule holds, by engine.

        NULL is as good as false, to a WHERE as to what reads the verdict of a row.
        """
        model = self.models.Doc
        expression = self.rows.row_rule(verdict).expression(model)
        found: dict[str, set[Any]] = {}

        async def asked() -> None:
            for name, connection in self.connections.items():
                said = await connection.execute(
                    sa.select(model.id).where(expression), {self.rows.ACCOUNT: who.id}
                )
                found[name] = set(said.scalars())

        self.run(asked())
        return found


@pytest.fixture(scope="session")
def lab(
    tmp_path_factory: pytest.TempPathFactory, postgresql: sa.URL  # noqa: F811
) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("rules") / "lab"
    url = empty_database(postgresql, "random_rules")
    made = Lab(
        folder,
        {
            "SQLite": f"sqlite+aiosqlite:///{folder}.db",
            "PostgreSQL": url.set(drivername="postgresql+asyncpg").render_as_string(
                hide_password=False
            ),
        },
    )
    yield made
    made.close()


def asking() -> st.SearchStrategy[Asking]:
    """Nobody, people with and without roles, and services, which have no account."""
    roles = st.frozensets(st.sampled_from([*ROLES]), max_size=2)
    people = st.builds(_asking, st.sampled_from(ACCOUNTS), roles)
    ordinary = st.builds(_asking, st.sampled_from(ACCOUNTS), st.just(frozenset()))
    services = roles.map(lambda each: _asking(None, each))
    return st.one_of(ordinary, people, services, st.just(Asking()))


def _asking(account: Any, roles: frozenset[str]) -> Asking:
    may = frozenset(each for role in roles for each in ROLES[role])
    return Asking(account, signed_in=True, roles=roles, may=may)


def expected(tree: Tree, owner: str, who: Asking) -> set[Any]:
    """Return the rows for which the plain evaluator says yes."""
    oracle = Oracle(frozenset(ROLES), owner)
    return {row["id"] for row in ROWS.docs if oracle.holds(tree, who, row)}


_ALL = {row["id"] for row in ROWS.docs}


@given(trees(), st.sampled_from(OWNERS), asking())
@tried(5000)
def test_python_and_both_engines_agree_on_every_rule(
    lab: Lab, tree: Tree, owner: str, who: Asking
) -> None:
    should = expected(tree, owner, who)
    access = lab.access(tree, owner)
    verdict = access.verdict("get", lab.principal(who).grants)
    said = to_text(tree)
    if verdict == lab.rules.PUBLIC:
        assert should == _ALL, said
    elif verdict == lab.rules.NOBODY:
        assert should == set(), said
    else:
        for where, found in lab.held(verdict, who).items():
            assert found == should, f"{where}: {said}, owner {owner}"
