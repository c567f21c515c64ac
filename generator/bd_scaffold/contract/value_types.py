"""The module of value types: classes that bodies, the code and mapped classes share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.types import Model, ValueType
from ..record import replace
from .draft import alias, module_head, types_of
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
        aliases = [
            line
            for name, parts in self._types.aliases.items()
            for line in alias(name, parts)
        ]
        classes = (_class(each, fields, spellings) for each, fields in self._classes)
        body = "\n\n\n".join(filter(None, ["\n".join(aliases), *classes]))
        title = "Values of several parts, as bodies say them and rows hold them."
        standard = ["from dataclasses import dataclass"]
        head = module_head(self._model, body, title, standard=standard)
        gap = "\n" if aliases else "\n\n"
        return f"{head}\n{gap}{body}\n"

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
