"""Whatever a team calls its words and whatever they say, templates get it as it was said."""

from __future__ import annotations

import json
from typing import Any

import known_words
import pytest
import yaml
from drawn_settings import tried
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bd_scaffold import model, pipeline
from bd_scaffold.language.words import words_of
from bd_scaffold.model import store
from bd_scaffold.sources.compiled import compiled

NAMES = (
    *(
        "class",
        "def",
        "not",
        "in",
        "is",
        "if",
        "true",
        "none",
        "self",
        "loop",
        "import",
    ),
    *(
        "dict",
        "type",
        "len",
        "x",
        "acme",
        "model",
        "caller",
        "super",
        "range",
    ),
)
HURTING = (
    *("items", "keys", "values", "get", "pop", "copy", "update", "clear", "fromkeys"),
    *("popitem", "setdefault", "__proto__", "__class__", "_x", "Class", "a-b", "a b"),
    *(
        "{{ x }}",
        "{% x %}",
        "é",
        "1",
        "",
        "a\nb",
        "'",
        '"',
        "a.b",
        "x" * 61,
    ),
)
_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs"])
    | st.sampled_from("\n\t \"'{}%#:-&*!|>")
) | st.sampled_from(
    ["{{ 7*7 }}", "{% raw %}", '"""', "'''", "null", "true", "0x10", "---", "a: b"]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(NAMES), st.tuples(_VALUES, _VALUES), max_size=4))
@tried(60)
def test_a_template_gets_what_was_said_and_else_the_default(
    words: dict[str, tuple[Any, Any]],
) -> None:
    levels = {"properties": {word: {"default": d} for word, (d, _) in words.items()}}
    known = known_words.words(yaml.safe_dump({"entity": levels}, allow_unicode=True))
    said = {word: value for word, (_, value) in words.items()}
    design = {
        "name": "shop",
        "entities": {
            "Said": {"x-acme": said, "fields": {"note": "text"}},
            "Left": {"fields": {"note": "text"}},
        },
    }
    text = json.dumps(design, ensure_ascii=False).encode()
    stored = store.dump(model.build(pipeline.check(text, "d", [known])))
    read = yaml.safe_load(compiled(text, stored))["model"]
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    for entity in store.read(read)["entities"]:
        for word, (default, value) in words.items():
            found = environment.from_string(f"{{{{ entity.x.acme.{word} | tojson }}}}")
            expected = value if entity["name"] == "Said" else default
            assert json.loads(found.render(entity=entity)) == expected


@pytest.mark.parametrize("word", HURTING)
def test_a_word_that_a_template_could_not_say_is_refused(word: str) -> None:
    inner: dict[str, Any] = {"properties": {word: {"default": 1}}}
    outer = {"properties": {"it": {"type": "object", "default": {}, **inner}}}
    for schema in (inner, outer):
        text = yaml.safe_dump({"entity": schema}, allow_unicode=True)
        refused = words_of(text.encode(), "acme", "w")
        assert refused.namespace is None
        assert {each.code for each in refused.diagnostics} == {"BD133"}


@given(_VALUES | st.dictionaries(_TEXTS, _VALUES, max_size=3), _TEXTS)
@tried(100)
def test_a_file_of_words_is_never_a_bug_of_ours(value: Any, word: str) -> None:
    for levels in (
        value,
        {"entity": value},
        {"entity": {"properties": value}},
        {"entity": {"properties": {"it": value}}},
        {"entity": {word: value}},
        {"entity": {"properties": {"it": {word: value, "default": value}}}},
    ):
        text = yaml.safe_dump(levels, allow_unicode=True).encode()
        found = words_of(text, "acme", "w")
        assert (found.namespace is None) == bool(found.diagnostics)
        assert all("Error" not in str(each) for each in found.diagnostics)


@given(st.sampled_from(["project", "area", "entity", "field"]), _VALUES, _TEXTS)
@tried(100)
def test_a_design_with_any_words_is_never_a_bug_of_ours(
    level: str, value: Any, word: str
) -> None:
    known = known_words.words("entity: {properties: {a: {type: integer, default: 1}}}")
    own = {"x-acme": value, f"x-{word}": value, "x-": {word: value}}
    design: dict[str, Any] = {
        "name": "shop",
        "areas": {"sales": {"entities": ["Order"]}},
        "entities": {"Order": {"fields": {"note": {"type": "text"}}}},
    }
    order = design["entities"]["Order"]
    places = {
        "project": design,
        "area": design["areas"]["sales"],
        "entity": order,
        "field": order["fields"]["note"],
    }
    places[level] |= own
    with pytest.raises(pipeline.MistakesError) as refused:
        text = json.dumps(design, ensure_ascii=False).encode()
        pipeline.check(text, "d", [known])
    assert any(each.code == "BD121" for each in refused.value.mistakes)
