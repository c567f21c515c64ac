"""`bd-scaffold access`: the matrix of a design, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bd_scaffold import cli

DESIGN = """\
name: shop
security:
  authentication: jwt
  roles: {boss: "*", rep: ["order:read"]}
  defaults: {read: authenticated, write: boss}
entities:
  Customer:
    fields: {name: string(20), account: user}
    owner: account
    access: {read: owner or rep, update: owner}
  Order:
    fields: {customer: Customer, open: boolean, sum: integer}
    operations: [list, get, create]
    owner: customer.account
    access:
      list: open or owner
      get: owner or order:read
      create: owner and sum < 9
"""

TABLES = """\
Customer (owner: account)
                   rule            anonymous  signed in  boss      rep       owner
  list, get        owner or rep    no         own rows   own rows  yes       yes
  create           boss (default)  no         no         yes       no        no
  update, replace  owner           no         own rows   own rows  own rows  yes
  delete           boss (default)  no         no         yes       no        no

Order (owner: customer.account)
          rule                 anonymous  signed in        boss             rep              owner
  list    open or owner        rows (1)   own or rows (1)  own or rows (1)  own or rows (1)  yes
  get     owner or order:read  no         own rows         yes              yes              yes
  create  owner and sum < 9    no         own rows (2)     own rows (2)     own rows (2)     rows (2)
  (1) open
  (2) sum < 9
"""  # noqa: E501


def _said(text: str, *options: str) -> str:
    found = CliRunner().invoke(cli.app, ["access", "-", *options], input=text)
    assert found.exit_code == 0, found.output
    return found.stdout


def test_a_reviewer_reads_who_may_do_what() -> None:
    assert _said(DESIGN) == TABLES


def test_a_program_reads_each_operation_with_its_whole_condition() -> None:
    found = json.loads(_said(DESIGN, "--json"))
    assert found["security"] is True
    order = found["entities"][1]
    assert order["owner"] == "customer.account"
    assert [each["operation"] for each in order["operations"]] == [
        *("list", "get", "create"),
    ]
    assert order["operations"][0]["callers"]["boss"] == "own rows or where open"
    assert order["operations"][2] == {
        "operation": "create",
        "rule": "owner and sum < 9",
        "by_default": False,
        "callers": {
            "anonymous": "no",
            "signed in": "own rows where sum < 9",
            "boss": "own rows where sum < 9",
            "rep": "own rows where sum < 9",
            "owner": "where sum < 9",
        },
    }


def test_what_nobody_may_is_said() -> None:
    text = (
        "name: a\nsecurity: {authentication: jwt}\nentities: {A: {fields: {b: text}}}\n"
    )
    assert "  list, get, create, update, replace, delete  nobody  no" in _said(text)


def test_a_design_without_security_says_so() -> None:
    text = "name: a\nentities: {A: {fields: {b: text}}}\n"
    assert _said(text) == "The design has no `security`: everybody may do everything.\n"
    assert json.loads(_said(text, "--json")) == {"security": False, "entities": []}


def test_mistakes_are_told_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("design.yaml").write_text(DESIGN.replace("or rep, update", "or rap, update"))
    found = CliRunner().invoke(cli.app, ["access", "--json"])
    assert found.exit_code == 2
    assert [each["code"] for each in json.loads(found.stdout)["diagnostics"]] == [
        "BD543"
    ]
