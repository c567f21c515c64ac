"""Lists of an older version are asked for by values of other rows by their names of then."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from bd_scaffold import pipeline

_DESIGN = b"""\
name: chat
api:
  version: v3
  versions:
    v2: {called: {Message.author: writer, Person.nick: name}}
    v1: {without: [Message.author, Person.age]}
entities:
  Person: {fields: {nick: string(40) unique, age: integer?}}
  Message:
    fields:
      text: string(40)
      author: Person? on_delete(restrict) filter include
      editor: Person? on_delete(restrict)
    filter: [author.nick, "author.age(range)", "editor.age(range)", "editor.nick(prefix)"]
    sort: [author.nick, editor.age]
"""


@cache
def _versions() -> dict[str, tuple[dict[str, Any], str]]:
    found = {}
    for each in pipeline.build(pipeline.check(_DESIGN, "chat.yaml")).versions:
        assert each.contract
        document = yaml.safe_load(each.contract.text)
        listed = document["paths"][f"/api/{each.name}/messages"]["get"]["parameters"]
        asked = {one["name"]: one for one in listed if "name" in one}
        found[each.name] = (asked, each.contract.tables)
    return found


def test_filters_and_sorts_have_the_names_of_then() -> None:
    asked, _ = _versions()["v2"]
    assert {name for name in asked if "writer" in name or "author" in name} == {
        "writer_id",
        "writer_name",
        "writer_age",
        "min_writer_age",
        "max_writer_age",
    }
    assert {"editor_name", "editor_name_prefix"} <= asked.keys()
    assert "(created_at|writer_name|editor_age)" in asked["sort"]["schema"]["pattern"]


def test_a_request_of_then_is_translated_and_no_other_name_is_taken() -> None:
    _, tables = _versions()["v2"]
    names = "".join(tables.split()).replace(",)", ")")
    for now, then in (
        ("author_nick", "writer_name"),
        ("min_author_age", "min_writer_age"),
        ("editor_nick_prefix", "editor_name_prefix"),
    ):
        assert f'"{now}":"{then}"' in names
    assert 'sorts={"author_nick":"writer_name"}' in names


def test_what_has_come_since_is_not_asked_for() -> None:
    asked, tables = _versions()["v1"]
    assert not [each for each in asked if "author" in each or "age" in each]
    assert {"editor_nick", "editor_nick_prefix"} <= asked.keys()
    assert "(created_at)" in asked["sort"]["schema"]["pattern"]
    assert '"author_nick"' in tables
    assert "include" not in asked
    assert "WITH_RELATED" not in tables
