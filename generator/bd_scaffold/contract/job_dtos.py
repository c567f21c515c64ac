"""The classes of what jobs are given, as the table keeps it between processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.types import Jobs, Model, Property
from ..record import replace
from .draft import class_of, default_of, module_head, module_of, types_of
from .fields import Field, Form, Spelling, field
from .wholes import schema_of

_TITLE = (
    "What jobs are given; it waits in the table, so that older ones have to be read."
)


class JobDraft:
    """The module of what jobs are given, while it is made."""

    def __init__(self, model: Model, jobs: Jobs) -> None:
        self._model = model
        self._types = types_of(model)
        self._given = [
            (each, tuple(map(self._field, each.input)))
            for each in jobs.listed
            if each.input
        ]

    @property
    def forms(self) -> Iterator[Form]:
        """The forms of all fields."""
        return (field.form for _, fields in self._given for field in fields)

    def module(self, spellings: Mapping[Form, Spelling]) -> str:
        """Return the module, given how fields are spelled; nothing where it has no classes."""
        bodies = [
            class_of(
                *(each.class_name, "BaseModel", fields, spellings),
                self._defaults(each.input),
            )
            for each, fields in self._given
        ]
        return module_of(self._types, bodies, self._head) if bodies else ""

    def _defaults(self, properties: tuple[Property, ...]) -> dict[str, str]:
        return {
            each.attribute: default_of(each, self._model)
            for each in properties
            if each.has_default
        }

    def _head(self, source: str) -> str:
        parts = (prop for each, _ in self._given for prop in each.input)
        typed = ["types"] if any(each.part for each in parts) else []
        return module_head(self._model, source, _TITLE, typed)

    def _field(self, prop: Property) -> Field:
        schema = schema_of(prop)
        schema = self._types.typed(
            schema, None if prop.part else prop.schema, prop.attribute
        )
        if not prop.required:
            schema = schema | {"default": prop.default}
        found = field(prop.name, prop.attribute, schema, required=prop.required)
        return replace(found, facts=self._types.written(found.kind))
