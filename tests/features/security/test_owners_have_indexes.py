"""Lists of what somebody owns are found by indexes, however many rows there are of others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from rule_lab import ACCOUNTS
from rules_tried import Lab
from sqlalchemy.dialects.postgresql import asyncpg as dialect

from bd_scaffold.language.access_expression import parse_access

pytestmark = pytest.mark.engines

_ROWS = 50_000
_FILL = (
    (
        "INSERT INTO accounts (id, created_at, updated_at)"
        " SELECT ('70000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, now(), now()"
        " FROM generate_series(1, 2000) n"
    ),
    (
        "INSERT INTO customers (id, name, account_id, created_at, updated_at)"
        " SELECT ('71000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, 'C',"
        " ('70000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, now(), now()"
        " FROM generate_series(1, 2000) n"
    ),
    "CREATE TEMP TABLE one AS SELECT * FROM docs LIMIT 1",
    "UPDATE one SET parent_id = NULL",
    (
        "INSERT INTO docs SELECT (jsonb_populate_record(one, jsonb_build_object("
        "'id', '72000000-0000-0000-0000-' || lpad(n::text, 12, '0'),"
        " 'creator_id', '70000000-0000-0000-0000-' || lpad((1 + n % 2000)::text, 12, '0'),"
        " 'customer_id', '71000000-0000-0000-0000-' || lpad((1 + n % 2000)::text, 12, '0')"
        f"))).* FROM one, generate_series(1, {_ROWS}) n"
    ),
    "ANALYZE accounts",
    "ANALYZE customers",
    "ANALYZE docs",
)


@pytest.fixture(scope="module")
def many(lab: Lab) -> Iterator[Any]:
    """Rows of two thousand owners, in a transaction that is taken back."""
    engine = lab.engines["PostgreSQL"]

    async def begun() -> Any:
        connection = await engine.connect()
        await connection.begin()
        for each in _FILL:
            await connection.exec_driver_sql(each)
        return connection

    connection = lab.run(begun())
    yield connection
    lab.run(connection.rollback())
    lab.run(connection.close())


@pytest.mark.parametrize(
    ("owner", "index"),
    [("creator", "ix_docs_creator_id"), ("customer.account", "ix_docs_customer_id")],
)
def test_a_list_of_ones_own_rows_is_found_by_an_index(
    lab: Lab, many: Any, owner: str, index: str
) -> None:
    access = lab.access(parse_access("owner").tree, owner)
    rule = lab.rows.row_rule(access.list)
    doc = lab.models.Doc
    listed = sa.select(doc).where(rule.expression(doc)).order_by(doc.id).limit(20)
    account = "70000000-0000-0000-0000-000000000007"

    async def explained() -> Any:
        explained = sa.text("EXPLAIN (FORMAT JSON) " + _inlined(listed, lab, account))
        return (await many.execute(explained)).scalar_one()

    plan = lab.run(explained())
    shown = json.dumps(plan)
    assert index in shown, shown
    assert '"Relation Name": "docs"' in shown
    assert not any(
        each["Node Type"] == "Seq Scan" and each["Relation Name"] == "docs"
        for each in _nodes(plan[0]["Plan"])
    ), shown


def _inlined(statement: sa.Select[Any], lab: Lab, account: str) -> str:
    values = {lab.rows.ACCOUNT: ACCOUNTS[0]}
    compiled = statement.params(values).compile(
        dialect=dialect.dialect(paramstyle="named"),
        compile_kwargs={"literal_binds": True},
    )
    return str(compiled).replace(str(ACCOUNTS[0]), account)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)
