"""The module of value types: classes that bodies, the code and mapped classes share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.types import Model, ValueType
from ..record import replace
from .draft import module_head, module_of, types_of
from .fields import Field, Form, Spelling, field
from .forms import value_schema


class ValueDraft:
    """The module while it is made."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._types = types_of(model)
        self._classes = [(each, [*self._fields(each)]) for each in model.types]

    @property
    def forms(self) -> Iterator[Form]:
        """The forms of all fields."""
        return (field.form for _, fields in self._classes for field in fields)

    def module(self, spellings: Mapping[Form, Spelling]) -> str:
        """Return the module, given how fields are spelled."""
        classes = (_class(each, fields, spellings) for each, fields in self._classes)
        return module_of(self._types, classes, self._head)

    def _head(self, source: str) -> str:
        title = "Values of several parts, as bodies say them and rows hold them."
        standard = ["from dataclasses import dataclass"]
        return module_head(self._model, source, title, standard=standard)

    def _fields(self, kind: ValueType) -> Iterator[Field]:
        for part in kind.parts:
            schema = self._types.typed(
                value_schema(part.schema), part.schema, part.name
            )
            if part.schema.nullable:
                schema = schema | {"default": None}
            needed = not part.schema.nullable
            found = field(part.name, part.name, schema, required=needed)
            yield replace(found, facts=self._types.written(found.kind))


def _class(
    kind: ValueType, fields: list[Field], spellings: Mapping[Form, Spelling]
) -> str:
    lines = [line for each in fields for line in each.lines(spellings[each.form], None)]
    return "\n".join(["@dataclass(frozen=True)", f"class {kind.name}(Value):", *lines])
