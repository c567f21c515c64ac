"""What a template may read is known from its text, so that some files need no rendering."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from bd_scaffold.render.reads import Reads


def reads(text: str, *fills: str, **others: str) -> set[str] | None:
    """Return what a template may read, other templates beside it."""
    loader = DictLoader({"it": text, **others})
    found = Reads(Environment(loader=loader)).of(["it", *fills])
    return None if found is None else set(found)


def test_members_of_the_model_and_names_from_outside_are_read() -> None:
    text = "{{ model.api.title }}{{ model['project'] }}{{ entity.name }}"
    assert reads(text) == {"model.api", "model.project", "entity"}


def test_what_a_template_uses_is_read_too() -> None:
    text = "{% extends 'base' %}{% from 'macros' import m %}{% include 'more' %}"
    others = {"base": "{{ model.a }}", "more": "{{ model.b }}", "macros": "{{ c }}"}
    assert reads(text, **others) == {"model.a", "model.b", "c"}


def test_what_fills_a_slot_is_read_too() -> None:
    text = "{% for each in fills.imports %}{% include each %}{% endfor %}"
    assert reads(text, "part", part="{{ model.a }}") == {"fills", "model.a"}


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
        "{% if %}",
    ],
)
def test_what_is_chosen_at_run_time_is_not_known(text: str) -> None:
    assert reads(text) is None
