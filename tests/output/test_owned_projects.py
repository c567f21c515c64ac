"""Projects whose rows stand inside of those that own them are as good as any other."""

from __future__ import annotations

from pathlib import Path

import pytest
import verdicts
from projects import MakeDatabase, Project

from bd_scaffold import pipeline

_PLAIN = """
name: stall
entities:
  Product: {fields: {name: string(40) unique}}
  Order:
    fields:
      number: string(20) unique readonly
      lines: OrderLine[] by order owned
  OrderLine:
    fields:
      order: Order on_delete(cascade)
      product: Product
      quantity: integer min(1) max(999) = 1
      price: decimal(12,2) min(0)
    unique: [[order, product]]
"""
_GUARDED = """
name: bazaar
security:
  authentication: jwt
  roles: {admin: ["*"], clerk: ["order:read"]}
  defaults: {read: authenticated, write: admin}
entities:
  Product: {fields: {name: string(40)}, traits: [soft_delete], access: {read: public}}
  Tag: {fields: {label: string(40) unique}, access: {read: public}}
  Order:
    fields:
      account: user
      state: enum(draft, sent) = draft readonly
      lines: OrderLine[] by order owned length(0, 20)
      remarks: Remark[] by order owned
    traits: [versioned, audited, soft_delete, restorable]
    owner: account
    transitions: {send: {from: draft, to: sent, access: owner}}
    access: {read: owner or order:read, create: authenticated, update: owner or admin}
  OrderLine:
    fields:
      order: Order on_delete(cascade)
      product: Product
      price: decimal(12,2) min(0) immutable
      cost: decimal(12,2)? readable(clerk or admin) writable(admin)
      secret: string(20)? encrypted
      tags: Tag[]
    unique: [[order, product]]
    traits: [versioned]
    owner: order.account
    access: {read: owner or order:read, write: owner or admin}
  Remark:
    fields: {order: Order on_delete(cascade), number: integer, text: string(100)}
    key: [order, number]
    order: [-number]
    operations: [list]
    owner: order.account
    access: {read: owner or order:read, create: owner or admin, update: owner, delete: admin}
"""


@pytest.fixture(params=[_PLAIN, _GUARDED], ids=["plain", "guarded"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    folder = tmp_path / "created"
    pipeline.create(
        request.param.encode(),
        "design.yaml",
        folder,
        repository=False,
        progress=lambda _words: None,
    )
    return Project("owned", folder, verdicts.digest(folder))


def test_its_code_is_good(project: Project) -> None:
    project.proves("black", "--check", "--diff", "--quiet", ".")
    project.proves("ruff", "check", "--no-cache")
    project.check_types()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_its_rows_are_written_as_the_contract_says(
    project: Project, database: MakeDatabase, engine: str
) -> None:
    attacks = sorted(project.folder.glob("tests/access/test_owned*"))
    tests = (str(each.relative_to(project.folder)) for each in attacks)
    asked = ("pytest", "-q", "-p", "no:cacheprovider", "tests/api", *tests)
    project.proves(*asked, on=engine, TEST_DATABASE_URL=database("owned"))
