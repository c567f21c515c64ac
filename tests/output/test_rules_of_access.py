"""Whatever a rule says, SQL of both engines lets through the rows that a reader would."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from access_drawn import ACCOUNTS, DESIGN, OWNERS, ROLES, asking, docs, trees
from access_oracle import Asking, Oracle
from drawn_settings import share
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from projects import MakeDatabase, Project, project_in
from rule_parts import parts_of
from session import folder_of, once

from bd_scaffold import pipeline, rules
from bd_scaffold.language.access_expression import AccessExpression, Tree, to_text
from bd_scaffold.model.python.access import access_code
from bd_scaffold.resolve.access import Words, owner_of
from bd_scaffold.resolve.access_rules import EntityAccess, Rule

EXPRESSIONS, PEOPLE, ROWS = 500, 10, 25
"""5,000 cases, each with all rows; in the default run a quarter of them."""

T = TypeVar("T")


def _drawn(what: st.SearchStrategy[T], count: int) -> list[T]:
    """Return values that a strategy draws, the same in each run."""
    found: list[T] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(what)
    def draw(value: T) -> None:
        found.append(value)

    draw()
    return found


def _created(folder: Path) -> None:
    text = DESIGN.replace("OWNER", OWNERS[0]).replace("RULE", "public").encode()
    pipeline.create(text, "lab", folder, repository=False, progress=lambda _words: None)
    folder.with_name(f"{folder.name}.digest").write_text("")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Project:
    shared = folder_of(tmp_path_factory, "rules-of-access")
    return project_in(once(shared / "lab", _created), "lab")


class _Table:
    """Rows of both tables, with the rows that they refer to."""

    def __init__(self) -> None:
        self.customers: list[dict[str, Any]] = []
        self.docs: list[dict[str, Any]] = []

    def add(self, doc: dict[str, Any]) -> int:
        """Add a row after those that it refers to; return its number."""
        customer, parent = doc["customer"], doc["parent"]
        own = {k: v for k, v in doc.items() if k not in ("customer", "parent")}
        own["customer_id"] = customer and self._customer(customer)
        own["parent_id"] = parent and _id(self.add(parent))
        own["creator_id"] = own.pop("creator")
        number = len(self.docs) + 1
        self.docs.append({"id": _id(number), **own})
        return number

    def _customer(self, customer: dict[str, Any]) -> str:
        own = dict(customer)
        own["account_id"] = own.pop("account")
        self.customers.append({"id": _id(len(self.customers) + 1), **own})
        return _id(len(self.customers))


def _id(number: int) -> str:
    return str(UUID(int=number))


def _modules(expressions: Sequence[tuple[Tree, str]]) -> Iterator[str]:
    """Yield the module of rules that is generated for each expression and path to an owner."""
    resolved = {}
    for owner in OWNERS:
        text = DESIGN.replace("OWNER", owner).replace("RULE", "public")
        resolved[owner] = rules.reviewed(text, "lab").resolved
    for tree, owner in expressions:
        found = resolved[owner]
        assert found is not None
        entity = found.entities["Doc"]
        meant = Words(found.entities, entity, frozenset(ROLES)).tree(tree)
        assert meant is not None
        written = AccessExpression(to_text(tree), tree)
        said = dict.fromkeys(("list", "get", "create", "update", "delete"))
        rule = Rule(written, tree, meant, ())
        access = EntityAccess(
            owner_of(found.entities, entity), {**said, "list": rule}  # type: ignore[dict-item]
        )
        code = access_code(parts_of("lab", "doc"), access)
        yield "\n\n".join((code.imports, code.owner, *code.rules, code.access))


def _who(each: Asking) -> dict[str, Any]:
    account = str(each.id) if each.id else None
    return {"id": account, "signed_in": each.signed_in, "roles": sorted(each.roles)}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_rules_come_to_the_same_in_python_and_in_sql(
    lab: Project, database: MakeDatabase, tmp_path: Path
) -> None:
    pairs = st.tuples(trees(), st.sampled_from(OWNERS))
    expressions = _drawn(pairs, share(EXPRESSIONS))
    people, rows = _drawn(asking(), PEOPLE), _drawn(docs(), ROWS)
    table = _Table()
    numbers = [table.add(each) for each in rows]
    cases = {
        "accounts": [str(each) for each in ACCOUNTS],
        "customers": table.customers,
        "docs": table.docs,
        "asking": [_who(each) for each in people],
        "modules": [*_modules(expressions)],
    }
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases, default=str), encoding="utf-8")
    told = lab.run("judge_rules", DATABASE_URL=database("rules"), CASES=str(file))
    wrong = [
        (to_text(tree), owner, who, rows[place])
        for (tree, owner), by_person in zip(
            expressions, json.loads(told.splitlines()[-1]), strict=True
        )
        for who, found in zip(people, by_person, strict=True)
        for place, number in enumerate(numbers)
        if (number in found)
        is not Oracle(frozenset(ROLES), owner).holds(tree, who, rows[place])
    ]
    assert wrong == []
