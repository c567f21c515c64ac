"""The module of one entity's bodies and parameters, before and after its fields are generated."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..model.types import Entity, Filter, Model, Property
from . import openapi, python
from .forms import JsonSchema, property_schema, reference, value_schema
from .reuse import is_parent
from .types import CORE, Types

_CORE_NAMES = frozenset(
    [
        *("Base64", "BigInteger", "Boolean", "CursorPagination", "Date", "DateTime"),
        *("Decimal", "Email", "Float", "Input", "Integer", "Ip", "Json", "Output"),
        *("PageLinks", "Pagination", "Parameters", "Text", "TextForm", "Time", "Told"),
        *("Unique", "Url", "Uuid", "base64_form", "read_integer"),
    ]
)
_PYDANTIC_NAMES = frozenset(["BeforeValidator", "Field", "MISSING"])
_STANDARD = {
    "base64": "import base64",
    "dt": "import datetime as dt",
    "decimal": "import decimal",
    "uuid": "import uuid",
}


class Draft:
    """One entity's module while it is made."""

    def __init__(self, model: Model, entity: Entity, name: str) -> None:
        self.name = name
        self._model = model
        self._entity = entity
        self._types = Types({enum.name: enum for enum in model.enums})
        self._defaults = {
            each.attribute: _default(each, model)
            for each in entity.properties
            if each.has_default
        }
        self._schemas = dict(self._classes())
        self._same = self._twins()

    @property
    def schemas(self) -> dict[str, JsonSchema]:
        """The schemas of classes to generate: of those that are alike only the first."""
        return {
            each: self._schemas[each] for each in dict.fromkeys(self._same.values())
        }

    def _twins(self) -> dict[str, str]:
        """Return for each class the first that has the same schema."""
        names = list(self._schemas)
        return {
            name: next(n for n in names if self._schemas[n] == self._schemas[name])
            for name in names
        }

    def module(self, generated: str) -> str:
        """Return the module, given what was generated from the schemas."""
        classes = {
            each.name: each
            for each in ast.parse(generated).body
            if isinstance(each, ast.ClassDef)
        }
        bodies = [
            self._class(name, classes[first]) for name, first in self._same.items()
        ]
        aliases = [
            line
            for name, parts in self._types.aliases.items()
            for line in _alias(name, parts)
        ]
        body = "\n\n\n".join(filter(None, ["\n".join(aliases), *bodies]))
        gap = "\n" if aliases else "\n\n"
        return f"{self._head(body)}\n{gap}{body}\n"

    def _classes(self) -> Iterator[tuple[str, JsonSchema]]:
        entity, name = self._entity, self._entity.name
        offered = entity.operations
        lists = "list" in offered or bool(entity.nested)
        self._define_keys()
        if lists or set(offered) - {"delete"}:
            shown = [each for each in entity.properties if each.in_read]
            yield f"{name}Read", self._object("Output", shown, required=shown)
        for operation in ("create", "replace"):
            if operation in offered:
                yield f"{name}{operation.capitalize()}", self._written(operation)
        if "update" in offered:
            changed = [each for each in entity.properties if each.in_update]
            yield f"{name}Update", self._object("Input", changed)
        if "list" in offered:
            yield f"{name}Query", self._query(entity.filters)
        for nested in entity.nested:
            yield nested.query, self._query(openapi.nested_filters(entity, nested))
        if lists:
            yield f"{name}Page", self._page()

    def _define_keys(self) -> None:
        in_paths = {"get", "replace", "update", "delete"} & set(self._entity.operations)
        if in_paths or is_parent(self._model, self._entity):
            for part in self._entity.key:
                self._types.key(part.alias, value_schema(part.schema), part.schema)

    def _object(
        self,
        base: str,
        properties: Sequence[Property],
        required: Iterable[Property] = (),
    ) -> JsonSchema:
        return {
            "type": "object",
            "customBasePath": CORE + base,
            "properties": {
                each.name: self._types.typed(
                    property_schema(each), each.schema, each.attribute
                )
                for each in properties
            },
            "required": [each.name for each in required],
        }

    def _written(self, operation: str) -> JsonSchema:
        written = [
            each for each in self._entity.properties if getattr(each, f"in_{operation}")
        ]
        schema = self._object("Input", written, [e for e in written if e.required])
        for each in written:
            if not each.required:
                schema["properties"][each.name]["default"] = each.default
        return schema

    def _query(self, filters: Sequence[Filter]) -> JsonSchema:
        known = {each.name: each for each in filters}
        properties = {}
        for each in openapi.list_parameters(self._model, self._entity, filters):
            of = known.get(each["name"])
            typed = self._types.typed(
                each["schema"], of.schema if of else None, of.column if of else ""
            )
            default = each["schema"].get("default")
            properties[each["name"]] = (
                typed if default is None else {**typed, "default": default}
            )
        return {
            "type": "object",
            "customBasePath": f"{CORE}Parameters",
            "properties": properties,
        }

    def _page(self) -> JsonSchema:
        read = reference(f"{self.name}.{self._entity.name}Read")
        properties: JsonSchema = {"data": {"type": "array", "items": read}}
        if self._entity.pagination == "cursor":
            properties["pagination"] = {"customTypePath": f"{CORE}CursorPagination"}
        else:
            properties["pagination"] = {"customTypePath": f"{CORE}Pagination"}
            properties["links"] = {"customTypePath": f"{CORE}PageLinks"}
        return {
            "type": "object",
            "customBasePath": f"{CORE}Output",
            "properties": properties,
            "required": list(properties),
        }

    def _class(self, name: str, generated: ast.ClassDef) -> str:
        fields = [each for each in generated.body if isinstance(each, ast.AnnAssign)]
        if len(fields) != len(self._schemas[name]["properties"]):
            raise ValueError(f"{name} came back with other fields than it has")
        base = python.expression(generated.bases[0], {})
        lines = [line for each in fields for line in self._field(each)]
        return "\n".join([f"class {name}({base}):", *(lines or ["    pass"])])

    def _field(self, generated: ast.AnnAssign) -> list[str]:
        attribute = python.expression(generated.target, {})
        kind, facts = python.annotation(generated.annotation, self._types.meaning)
        tail = ""
        if generated.value is not None:
            default = python.expression(generated.value, {})
            if default not in ("MISSING", "None"):
                default = self._defaults.get(attribute, default)
            tail = f" = {default}"
        return python.annotated(f"    {attribute}: ", kind, facts, tail)

    def _head(self, source: str) -> str:
        package = self._model.project.package
        used = python.names_in(source)
        core = used & _CORE_NAMES
        own = python.imported(f"{package}.core.schemas", core) if core else []
        if "enums" in used:
            own.append(f"from {package}.models import enums")
        typing = ["from typing import Annotated"] if "Annotated" in used else []
        pydantic = used & _PYDANTIC_NAMES
        groups = [
            [*(line for name, line in _STANDARD.items() if name in used), *typing],
            python.imported("pydantic", pydantic) if pydantic else [],
            own,
        ]
        blocks = ["\n".join(group) for group in groups if group]
        title = f'"""What requests and responses say of {self._entity.label_plural}."""'
        return "\n\n".join([title, *blocks])


def _alias(name: str, parts: Sequence[str]) -> list[str]:
    kind, *facts = parts
    return python.annotated(f"{name} = ", kind, facts, "")


def _default(prop: Property, model: Model) -> str:
    """Return a property's default as Python source."""
    value = prop.default
    if isinstance(value, list | dict):
        return _mutable(value)
    if prop.schema.enum is not None:
        enum = next(each for each in model.enums if each.name == prop.schema.enum)
        member = next(each for each in enum.members if each.value == value)
        return f"enums.{enum.class_name}.{member.name}"
    if prop.schema.type == "bytes":
        text = python.value(value)
        return f'Field(default=base64.b64decode({text}), json_schema_extra={{"default": {text}}})'
    make = _MAKERS.get(prop.schema.type)
    return f"{make}({python.value(value)})" if make else python.value(value)


_MAKERS = {
    "date": "dt.date.fromisoformat",
    "datetime": "dt.datetime.fromisoformat",
    "decimal": "decimal.Decimal",
    "time": "dt.time.fromisoformat",
    "uuid": "uuid.UUID",
}


def _mutable(value: list[Any] | dict[str, Any]) -> str:
    if not value:
        return f"Field(default_factory={type(value).__name__})"
    text = python.value(value)
    return f'Field(default_factory=lambda: {text}, json_schema_extra={{"default": {text}}})'
