"""What a template may read is known from its text, so that some files need no rendering."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from bd_scaffold import pipeline
from bd_scaffold.model import store
from bd_scaffold.render.reads import Reads


def reads(text: str, *fills: str, **others: str) -> set[str] | None:
    """Return what a template may read, other templates beside it."""
    loader = DictLoader({"it": text, **others})
    found = Reads(Environment(loader=loader)).of(["first", "it"], fills)
    return None if found is None else set(found)


def test_a_member_that_is_called_model_is_another_thing() -> None:
    assert reads("{{ entity.model }}") == {"entity"}


def test_members_of_the_model_and_names_from_outside_are_read() -> None:
    text = "{{ model.api.title }}{{ model['project'] }}{{ entity.name }}"
    assert reads(text) >= {"model.api", "model.project", "entity"}


def test_what_a_template_uses_is_read_too() -> None:
    text = "{% extends 'base' %}{% from 'macros' import m %}{% include 'more' %}"
    others = {"base": "{{ model.a }}", "more": "{{ model.b }}", "macros": "{{ c }}"}
    assert reads(text, **others) >= {"model.a", "model.b", "c"}


def test_what_fills_a_slot_is_read_too() -> None:
    text = "{% for each in fills.imports %}{% include each %}{% endfor %}"
    assert reads(text, "part", part="{{ model.a }}") >= {"fills", "model.a"}


@pytest.mark.parametrize(
    "text",
    [
        "{{ f(model) }}",
        "{% set it = model %}",
        "{% for name in model %}{% endfor %}",
        "{{ model[name] }}",
        "{% include name %}",
        "{% for each in names %}{% include each %}{% endfor %}",
        "{% for each in fills.imports %}{% include other %}{% endfor %}",
        "{% include 'missing' %}",
        "{% include 'miss' ~ 'ing' %}",
        "{% include ['it', 'missing'] %}",
        "{% set a = fills.b %}{% for x in fills.b %}{% set x = y %}{% include x %}{% endfor %}",
        "{% if %}",
    ],
)
def test_what_is_chosen_at_run_time_is_not_known(text: str) -> None:
    assert reads(text) is None


def test_what_our_templates_of_entities_read_is_known() -> None:
    """So an update renders no file of an entity that the change doesn't touch."""
    shop = pipeline.example("shop").read_bytes()
    stored = store.dump(pipeline.build(pipeline.check(shop, "design.yaml")))
    with pipeline._blueprint(pipeline.OURS) as blueprint:
        rendering, _ = pipeline._rendering(stored, blueprint)
        of_entities = [row for row in rendering.rows if row["each"] == "entities"]
        known = rendering.templates.reads
        unknown = {
            row["template"]
            for row in of_entities
            if known.of(
                row["templates"], [f for fs in row["fills"].values() for f in fs]
            )
            is None
        }
    assert of_entities
    assert not unknown
