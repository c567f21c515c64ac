"""One field of a generated class: what it is asked for by, and how it is spelled.

How a field is spelled does not depend on what its type is called. So fields of one form are
spelled alike, in whatever class and under whatever name, and each form is spelled once.
"""

from __future__ import annotations

import ast
from functools import lru_cache

from ..layout import after, lines
from ..record import Record, encoded
from . import python
from .forms import JsonSchema

TYPE = "Type"
"""What stands in a form, and in how it is spelled, for the name of the type."""

KIND = "customTypePath"


class Form(Record, frozen=True):
    """The schema of a field, with the name of its type left open."""

    schema: str  # as JSON
    required: bool
    name: str  # in the contract, where the attribute is called otherwise


class Spelling(Record, frozen=True):
    """What stands behind the attribute of a field of some form, as Python source."""

    kind: str
    facts: tuple[str, ...]  # that `Annotated` adds
    value: str  # its default, if it has one


class Field(Record, frozen=True):
    """One field of a class."""

    attribute: str
    kind: str  # the name of its type
    form: Form
    facts: tuple[str, ...] = ()  # that `Annotated` adds at the end

    def lines(self, spelling: Spelling, default: str | None) -> tuple[str, ...]:
        """Return the lines of the field; `default` is its own one, if it has one."""
        value = spelling.value
        if default is not None and value not in ("", "MISSING", "None"):
            value = default
        kind = spelling.kind.replace(TYPE, self.kind, 1)
        return _lines(self.attribute, kind, (*spelling.facts, *self.facts), value)


@lru_cache(maxsize=10_000)
def _lines(
    attribute: str, kind: str, facts: tuple[str, ...], value: str
) -> tuple[str, ...]:
    """Return the lines of a field: most fields are in several classes, spelled alike."""
    tail = f" = {value}" if value else ""
    lead = f"{attribute}: "
    return (*lines(after(lead, python.annotated(kind, facts)), 4, tail),)


def field(name: str, attribute: str, schema: JsonSchema, *, required: bool) -> Field:
    """Return the field of a property whose schema names its type."""
    kind = (schema if KIND in schema else schema["items"])[KIND]
    text = encoded(_open(schema))
    return Field(
        attribute, kind, Form(text, required, "" if name == attribute else name)
    )


def _open(schema: JsonSchema) -> JsonSchema:
    """Return a schema with the name of its type left open."""
    if KIND in schema:
        return schema | {KIND: f"core.{TYPE}"}
    return schema | {"items": _open(schema["items"])}


def spelling(node: ast.AnnAssign, kind: str) -> Spelling:
    """Return how a field in some source is spelled, whose type is called `kind` there."""
    spelled, facts = python.annotation(node.annotation)
    value = ast.unparse(node.value) if node.value else ""
    return Spelling(spelled.replace(kind, TYPE, 1), tuple(facts), value)
