"""Models of designs, without their contract, and the first migration of each."""

from __future__ import annotations

from functools import cache
from typing import Any

from bd_scaffold import model as models
from bd_scaffold import pipeline
from bd_scaffold.model import store
from bd_scaffold.model.types import Model
from bd_scaffold.render.render import _environment
from bd_scaffold.sources import resources

FIRST = "migrations/versions/0001_initial.py"


@cache
def model_of(design: str) -> Model:
    """The model of a design's text, or of the body of one that is named `shop`."""
    text = design if "\nname:" in f"\n{design}" else f"name: shop\n{design}"
    return models.build(pipeline.check(text.encode(), "design.yaml"))


def entity(fields: str, name: str = "Product", **words: Any) -> Model:
    """The model of one entity with these fields, written on one line each."""
    return model_of(design_of(fields, name, **words))


def design_of(fields: str, name: str = "Product", **words: Any) -> str:
    """The design of one entity with these fields."""
    lines = [f"      {each.strip()}" for each in fields.strip().splitlines()]
    said = [f"    {word}: {value}" for word, value in words.items()]
    return "\n".join(["entities:", f"  {name}:", "    fields:", *lines, *said])


@cache
def _blueprint() -> Any:
    return _environment(resources.BLUEPRINT)[0]


def first_migration(model: Model) -> str:
    """The text of a project's first migration."""
    return rendered(FIRST, model)


def rendered(path: str, model: Model) -> str:
    """The text of a file that a project has once."""
    template = _blueprint().get_template(f"fastapi/outputs/{path}.jinja")
    text: str = template.render({"model": store.read(store.dump(model))})
    return text
