"""An upsert under an older version: the query says the natural key by its names of then."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml

from bd_scaffold import pipeline
from bd_scaffold.model.types import OlderContract

_DESIGN = b"""\
name: chat
api:
  version: v2
  versions:
    v1:
      called:
        Message.text: body
        Message.author: writer
        Message.title: name
        Mood.glad: happy
enums: {Mood: [glad, sad]}
entities:
  Person: {fields: {nick: string(40) unique}}
  Message:
    fields:
      text: string(40)
      mood: Mood filter
      title: string(40) filter sort
      author: Person on_delete(restrict) filter include
    unique: [[text, mood, author]]
    upsert: [text, mood, author]
"""


@cache
def _older() -> OlderContract:
    (version,) = pipeline.build(pipeline.check(_DESIGN, "chat.yaml")).versions
    assert version.contract
    return version.contract


def _upsert() -> Any:
    return yaml.safe_load(_older().text)["paths"]["/api/v1/messages"]["put"]


def test_the_query_asks_for_the_key_by_its_names_of_then() -> None:
    asked = [each for each in _upsert()["parameters"] if each.get("in") == "query"]
    assert [each["name"] for each in asked] == ["body", "mood", "writer_id"]
    assert all(each["required"] for each in asked)


def test_the_body_has_all_else() -> None:
    name = _upsert()["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schemas = yaml.safe_load(_older().text)["components"]["schemas"]
    found = schemas[name.rpartition("/")[2]]
    assert [*found["properties"]] == ["name"]


def test_each_is_translated_on_its_way() -> None:
    source = _older().tables
    made: dict[str, dict[str, Any]] = {}
    names = ("Query", "Shape", "Route", "Version")
    kinds: dict[str, Any] = {each: _kind(each, made) for each in names}
    exec(source, kinds | {"Values": dict})
    query = made["PUT /messages"]["query"]
    assert query["names"] == {"text": "body", "author_id": "writer_id"}
    assert query["values"] == {"mood": {"glad": "happy"}}


def _kind(name: str, made: dict[str, dict[str, Any]]) -> Any:
    """Return a stand-in of a generated class, which keeps what it is made of."""

    def make(*given: Any, **facts: Any) -> dict[str, Any]:
        if name == "Route":
            made[" ".join(given[:2])] = facts
        return facts

    return make


@pytest.mark.parametrize("name", ["text", "author_id"])
def test_today_s_names_are_unknown_to_it(name: str) -> None:
    asked = {each.get("name") for each in _upsert()["parameters"]}
    assert name not in asked
