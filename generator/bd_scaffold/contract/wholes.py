"""Values of several parts as JSON has them: one object each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.types import PartOf, Property, ValueType
from ..record import replace
from .forms import JsonSchema, property_schema, reference, value_schema


def together(properties: Iterable[Property]) -> list[Property]:
    """Return properties with the first part of each value in the place of the value."""
    flat = [*properties]
    return [*_together(flat)] if [each for each in flat if each.part] else flat


def _together(properties: Iterable[Property]) -> Iterator[Property]:
    seen: set[str] = set()
    for each in properties:
        name = each.part.name if each.part else each.name
        if name not in seen:
            yield _whole(each, each.part) if each.part else each
        seen.add(name)


def _whole(first: Property, of: PartOf) -> Property:
    """Return a value by its first part, which says what clients may do with it."""
    schema = replace(first.schema, nullable=of.nullable)
    required = first.in_create and not of.nullable
    return replace(
        first,
        name=of.name,
        attribute=of.attribute,
        description=of.description,
        schema=schema,
        required=required,
    )


def schema_of(prop: Property) -> JsonSchema:
    """Return what the contract says of a property, be it a whole value."""
    if prop.part is None:
        return property_schema(prop)
    value = reference(prop.part.type)
    return {"anyOf": [value, {"type": "null"}]} if prop.part.nullable else value


def type_schema(kind: ValueType) -> JsonSchema:
    """Return the schema of a value type."""
    described = {"description": kind.description} if kind.description else {}
    return {
        "type": "object",
        **described,
        "additionalProperties": False,
        "required": [each.name for each in kind.parts if not each.schema.nullable],
        "properties": {
            each.name: value_schema(each.schema)
            | ({"description": each.description} if each.description else {})
            for each in kind.parts
        },
    }
