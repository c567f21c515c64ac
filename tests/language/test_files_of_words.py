"""A blueprint's file of words becomes a namespace that promises a value for every word."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path
from subprocess import run
from typing import Any

import jsonschema
import pytest
import yaml
from known_words import words

from bd_scaffold import pipeline
from bd_scaffold.language.namespace import Namespace, completed
from bd_scaffold.language.schema import json_schema
from bd_scaffold.language.words import words_of

ROOT = Path(__file__).parents[2]
ACME = (ROOT / "tests/mistakes/acme/words.yaml").read_bytes()


def mistakes(text: str, name: str = "acme") -> list[str]:
    return [
        str(each) for each in words_of(text.encode(), name, "words.yaml").diagnostics
    ]


def test_each_level_takes_no_other_words_unless_it_says_so() -> None:
    found = words("""
    entity: {properties: {a: {type: object, properties: {b: {default: 1}}, default: {}}}}
    field: {additionalProperties: {type: string}}
    """)
    assert found.levels == {
        "entity": {
            "type": "object",
            "properties": {
                "a": {
                    "type": "object",
                    "properties": {"b": {"default": 1}},
                    "default": {},
                    "additionalProperties": False,
                }
            },
            "additionalProperties": False,
        },
        "field": {
            "type": "object",
            "properties": {},
            "additionalProperties": {"type": "string"},
        },
    }


@pytest.mark.parametrize("name", ["acme-pay", "acme_pay"])
def test_a_name_of_several_words_is_one_that_templates_can_say(name: str) -> None:
    found = words("entity: {properties: {a: {default: 1}}}", name)
    assert (found.key, found.attribute) == ("x-acme-pay", "acme_pay")
    assert completed([found], "entity", {}) == {"acme_pay": {"a": 1}}


@pytest.mark.parametrize("name", ["items", "get", "copy", "update", "values"])
def test_a_namespace_called_like_a_method_is_refused(name: str) -> None:
    message = (
        f'words.yaml:1:1 BD133 "{name}" is what every mapping has in a template: '
        f"`x.{name}` would be that. Choose another name."
    )
    assert mistakes("entity: {}", name) == [message]


@pytest.mark.parametrize(
    "name", ["", "A", "a__b", "a_", "-a", "a.b", "../a", "é", "x y"]
)
def test_a_namespace_that_no_key_could_say_is_refused(name: str) -> None:
    assert "BD133" in mistakes("entity: {}", name)[0]


@pytest.mark.parametrize("text", ["", "# None yet.\n", "{}"])
def test_a_file_of_words_can_be_empty(text: str) -> None:
    found = words(text)
    assert found.levels == {}
    with pytest.raises(pipeline.MistakesError) as refused:
        design = b"name: shop\nx-acme: {}\nentities: {A: {fields: {b: text}}}"
        pipeline.check(design, "design.yaml", [found])
    assert [str(each) for each in refused.value.mistakes] == [
        "design.yaml:2:1 BD122 x-acme: There are no such words in the design."
    ]


def test_layers_have_words_of_their_own_and_all_mistakes_are_told(
    tmp_path: Path,
) -> None:
    for layer in ("fastapi", "acme", "acme_pay"):
        (tmp_path / layer).mkdir()
    (tmp_path / "acme/words.yaml").write_text("entity: {properties: {a: {default: 1}}}")
    (tmp_path / "acme_pay/words.yaml").write_text("field: {}")
    layers = ["fastapi", "acme", "acme_pay"]
    found = pipeline.words_in(tmp_path, layers)
    assert [each.key for each in found] == ["x-acme", "x-acme-pay"]

    (tmp_path / "acme/words.yaml").write_text("entity: 1")
    (tmp_path / "acme_pay/words.yaml").write_text("- field")
    with pytest.raises(pipeline.MistakesError) as refused:
        pipeline.words_in(tmp_path, layers)
    assert [(each.where.source, each.code) for each in refused.value.mistakes] == [
        ("acme/words.yaml", "BD132"),
        ("acme_pay/words.yaml", "BD131"),
    ]


def test_the_words_of_the_example_blueprint_are_sound() -> None:
    found = pipeline.words_in(ROOT / "examples/acme-blueprint", ["acme"])
    assert [each.key for each in found] == ["x-acme"]


def test_defaults_are_filled_in_at_any_depth() -> None:
    found = words("""
    entity:
      properties:
        deep:
          type: object
          default: {}
          properties:
            table: {type: string, default: audit}
            days: {type: integer, default: 3}
        rows:
          type: array
          default: []
          items: {type: object, properties: {on: {default: true}}}
        by_name:
          type: object
          default: {}
          additionalProperties: {type: object, properties: {on: {default: true}}}
    """)
    said = {"deep": {"days": 4.0}, "rows": [{}, {"on": False}], "by_name": {"a": {}}}
    assert completed([found], "entity", {"x-acme": said}) == {
        "acme": {
            "deep": {"table": "audit", "days": 4},
            "rows": [{"on": True}, {"on": False}],
            "by_name": {"a": {"on": True}},
        }
    }


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    assert mistakes("""
    entity: {properties: {a: {default: {$ref: "http://a.example"}}}}
    """) == []
    assert "BD131" in mistakes("""
    entity: {properties: {a: {not: {$ref: "http://a.example"}, default: 1}}}
    """)[0]


def test_a_pattern_that_would_never_end_ends() -> None:
    found = words("""
    entity: {properties: {a: {type: string, pattern: "^(a+)+$", default: a}}}
    """)
    design = f"""
name: shop
entities: {{Order: {{x-acme: {{a: {"a" * 5000}!}}, fields: {{total: integer}}}}}}
"""
    before = time.monotonic()
    with pytest.raises(pipeline.MistakesError) as refused:
        pipeline.check(design.encode(), "design.yaml", [found])
    assert time.monotonic() - before < 5
    assert "does not match ^(a+)+$" in str(refused.value.mistakes[0])


def test_without_words_of_a_team_the_library_is_not_even_loaded() -> None:
    code = """
import sys
from bd_scaffold import pipeline
text = b"name: shop\\nentities: {Order: {fields: {total: integer}}}"
pipeline.build(pipeline.check(text, "design.yaml"))
assert "jsonschema" not in sys.modules
"""
    done = run(  # a process of its own, in which nobody else has loaded it
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


DESIGN = """
name: shop
x-acme: {cost_centre: "0012"}
areas: {sales: {entities: [Order], x-acme: {owner: {mail: a@b.example}}}}
entities:
  Order:
    x-acme: {audited: true}
    fields: {total: {type: integer}}
"""


def test_what_the_language_page_shows_has_no_mistakes() -> None:
    page = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    own = page.partition("## Words of a team's own")[2]
    design, file = [each.partition("```")[0] for each in own.split("```yaml\n")[1:3]]
    pipeline.check(f"name: shop\n{design}".encode(), "design.yaml", [words(file)])


def editor(known: list[Namespace]) -> jsonschema.Draft7Validator:
    schema = json_schema(known)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def test_an_editor_takes_any_words_where_none_are_known() -> None:
    editor([]).validate(yaml.safe_load(DESIGN))


def test_an_editor_knows_the_words_of_the_blueprints_in_use() -> None:
    knowing = editor([words(ACME)])
    knowing.validate(yaml.safe_load(DESIGN))
    for right, wrong in (
        ("audited: true", "audited: maybe"),
        ("audited: true", "audit: true"),
        ("x-acme: {audited", "x-acm: {audited"),
        ('x-acme: {cost_centre: "0012"}', "title: Shop"),
        ("{type: integer}", "{type: integer, x-acme: {}}"),
    ):
        assert right in DESIGN
        assert not knowing.is_valid(yaml.safe_load(DESIGN.replace(right, wrong, 1)))
