"""A second render takes over what it would make again, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bd_scaffold.render.render import Rendering

TEMPLATES = {
    "item": "{{ entity.name }}",
    "member": "{{ model.project.name }}",
    "other": "{{ model.title }}",
    "whole": "{{ model | to_json }}",
    "listed": "{% for name in model %}{{ name }}{{ model[name] }}{% endfor %}",
    "pairs": "{% for name, value in model.items() %}{{ value }}{% endfor %}",
    "asked": '{{ "extra" in model }}{{ model.get("extra", 0) }}',
    "one_page": "{{ model.pages.one.title }}{{ model.pages.none is defined }}",
    "other_page": "{% set pages = model.pages | default({}) %}{{ pages['two'].title }}",
    "every_page": "{% for name in model.pages %}{{ model.pages[name].title }}{% endfor %}",
    "counted_pages": "{{ model.pages | length }}",
    "stored": "{{ bd_model }}",
    "answers": "{{ _copier_answers.bd_model }}",
    "included": '{% include "member" %}{% include "other" %}',
    "inherited": '{% extends "base" %}{% block body %}{{ super() }}{{ model.title }}{% endblock %}',
    "imported": '{% from "macros" import said with context %}{{ said() }}',
}
MORE = {
    "base": "{% block body %}{{ model.project.name }}{% endblock %}",
    "macros": "{% macro said() %}{{ model.title }}{% endmacro %}",
}
MODEL: dict[str, Any] = {
    "project": {"name": "shop"},
    "title": "One",
    "entities": [{"name": "Order"}],
    "pages": {"one": {"title": "First"}, "two": {"title": "Second"}},
    "areas": [],
    "decisions": [],
    "retired": [],
}
CHANGES = [
    {},
    {"title": "Two"},
    {"project": {"name": "store"}},
    {"entities": [{"name": "Bill"}]},
    {"extra": 1},
    {"pages": {"one": {"title": "Begin"}, "two": {"title": "Second"}}},
    {"pages": MODEL["pages"] | {"none": {}}},
    {"pages": MODEL["pages"] | {"none": "text"}},
    {"pages": {}},
    {"pages": "text"},
    {"pages": []},
]


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    for name, text in (TEMPLATES | MORE).items():
        (tmp_path / name).write_text(text)
    rows = (
        f'{{"path": "{name}", "template": "{name}", "templates": ["{name}"], "index": 0, '
        '"fills": {}, '
        f'"each": "{"entities" if name == "item" else "project"}"}}'
        for name in TEMPLATES
    )
    (tmp_path / "files.json.jinja").write_text(f"[{', '.join(rows)}]")
    return tmp_path


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_known_is_what_would_be_made(
    blueprint: Path, change: dict[str, Any]
) -> None:
    old = Rendering(MODEL, blueprint, {"bd_model": "one"})
    new = Rendering(MODEL | change, blueprint, {"bd_model": "two"}, old)
    for row, other in zip(old.rows, new.rows, strict=True):
        before = old.text(row)
        if new.is_known(other, old, row):
            assert new.text(other) == before


def test_of_records_by_their_names_only_those_that_are_read_count(
    blueprint: Path,
) -> None:
    old = Rendering(MODEL, blueprint, {"bd_model": "one"})
    pages = {"one": {"title": "Begin"}, "two": {"title": "Second"}}
    new = Rendering(MODEL | {"pages": pages}, blueprint, {"bd_model": "one"}, old)
    for row in old.rows:
        old.text(row)
    again = {row["path"] for row in old.rows if not new.is_known(row, old, row)}
    reading = {"one_page", "every_page", "counted_pages", "whole", "listed", "pairs"}
    assert again - {"asked", "stored", "answers"} == reading


def test_only_what_reads_a_change_is_made_again(blueprint: Path) -> None:
    old = Rendering(MODEL, blueprint, {"bd_model": "one"})
    new = Rendering(MODEL | {"title": "Two"}, blueprint, {"bd_model": "two"}, old)
    for row in old.rows:
        old.text(row)
    known = [row["path"] for row in old.rows if new.is_known(row, old, row)]
    pages = [name for name in TEMPLATES if "_page" in name]
    assert known == ["item", "member", *pages]
