"""Words of a team's own: what a blueprint adds to the language, under `x-NAME`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..record import Record

Json = dict[str, Any]

LEVELS = {
    "project": "the design",
    "area": "an area",
    "entity": "an entity",
    "field": "a field",
}
"""Where such words can stand, and how messages call that."""


class Namespace(Record, frozen=True):
    """The words of one blueprint, which `spec.words` has read and found sound."""

    name: str  # "acme-pay"
    levels: Mapping[str, Json]  # the closed JSON Schema of each level that has words

    @property
    def key(self) -> str:
        """How a design says it: `x-acme-pay`."""
        return f"x-{self.name}"

    @property
    def attribute(self) -> str:
        """How a template says it: `entity.x.acme_pay`."""
        return self.name.replace("-", "_")


def completed(
    namespaces: Iterable[Namespace], level: str, said: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return every word of a level by namespace, with defaults; None where there are none."""
    found = {
        each.attribute: filled(each.levels[level], said.get(each.key, {}))
        for each in namespaces
        if level in each.levels
    }
    return found or None


def filled(schema: Any, value: Any) -> Any:
    """Return a value with the defaults of what it leaves out, at any depth."""
    if not isinstance(schema, dict):
        return value
    if isinstance(value, list):
        return [filled(schema.get("items"), each) for each in value]
    if isinstance(value, dict):
        return _filled(schema, value)
    if isinstance(value, float) and value.is_integer() and _is_whole(schema):
        return int(value)
    return value


def _filled(schema: Json, value: Json) -> Json:
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties")
    given = {
        word: filled(each, value.get(word, each.get("default")))
        for word, each in properties.items()
        if word in value or "default" in each
    }
    rest = {
        word: filled(others, each)
        for word, each in value.items()
        if word not in properties
    }
    return given | rest


def _is_whole(schema: Json) -> bool:
    return "integer" in schema.get("type", ())
