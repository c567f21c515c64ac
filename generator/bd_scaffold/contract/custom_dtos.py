"""The classes of what operations of the design's own are given, and answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.types import CustomGroup, Model, Property
from ..names import pascal
from ..record import Record, replace
from .draft import class_of, default_of, module_head, module_of, types_of
from .fields import Field, Form, Spelling, field
from .forms import JsonSchema, value_schema
from .wholes import schema_of


class _Class(Record, frozen=True):
    """One class of a module."""

    name: str
    base: str
    fields: tuple[Field, ...]
    properties: tuple[Property, ...]


class CustomDraft:
    """The module of what the operations of one owner are given and answer, while it is made."""

    def __init__(self, model: Model, group: CustomGroup) -> None:
        self._model, self._group = model, group
        self._types = types_of(model)
        self._classes = [*self._drafted()]

    @property
    def forms(self) -> Iterator[Form]:
        """The forms of all fields."""
        return (field.form for each in self._classes for field in each.fields)

    def module(self, spellings: Mapping[Form, Spelling]) -> str:
        """Return the module, given how fields are spelled; nothing where it has no classes."""
        bodies = [
            class_of(each.name, each.base, each.fields, spellings, self._defaults(each))
            for each in self._classes
        ]
        return module_of(self._types, bodies, self._head) if bodies else ""

    def _defaults(self, drafted: _Class) -> dict[str, str]:
        return {
            each.attribute: default_of(each, self._model)
            for each in drafted.properties
            if each.has_default
        }

    def _head(self, source: str) -> str:
        title = f"What operations of {self._group.label} are given, and answer."
        parts = (prop for each in self._classes for prop in each.properties)
        typed = ["types"] if any(each.part for each in parts) else []
        return module_head(self._model, source, title, typed)

    def _drafted(self) -> Iterator[_Class]:
        for each in self._group.operations:
            stem = self._group.name + pascal(each.name)
            if each.input:
                given = self._given if each.operation.body else self._asked
                fields = tuple(map(given, each.input))
                yield _Class(f"{stem}Input", "Input", fields, each.input)
            if each.output:
                shown = tuple(map(self._shown, each.output))
                yield _Class(f"{stem}Output", "BaseModel", shown, each.output)

    def _typed(self, prop: Property, value: JsonSchema) -> JsonSchema:
        schema = None if prop.part else prop.schema
        return self._types.typed(value, schema, prop.attribute)

    def _given(self, prop: Property) -> Field:
        schema = self._typed(prop, schema_of(prop))
        if not prop.required:
            schema = schema | {"default": prop.default}
        found = field(prop.name, prop.attribute, schema, required=prop.required)
        return replace(found, facts=self._types.written(found.kind))

    def _asked(self, prop: Property) -> Field:
        """Return a parameter of a query, which is missing where nobody says it."""
        schema = self._typed(prop, value_schema(replace(prop.schema, nullable=False)))
        if prop.default is not None:
            schema = schema | {"default": prop.default}
        found = field(prop.name, prop.attribute, schema, required=prop.required)
        return replace(found, facts=self._types.read(found.kind))

    def _shown(self, prop: Property) -> Field:
        schema = self._typed(prop, schema_of(prop))
        return field(prop.name, prop.attribute, schema, required=True)
