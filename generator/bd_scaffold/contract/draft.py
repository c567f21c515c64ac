"""The module of one entity's bodies and parameters, before and after its fields are spelled."""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from typing import Any

from ..layout import after, import_block, imported, lines
from ..model.types import Entity, Filter, Model, Owner, Property
from ..operation import Operation
from ..record import Record, replace
from ..resolve.paging import EVERY_PAGING
from ..resolve.types import SEVERAL
from . import answered, batches, list_parameters, openapi, python
from .fields import Field, Form, Spelling, field
from .forms import JsonSchema, value_schema
from .reuse import is_parent
from .types import Types, named
from .wholes import schema_of

_CORE_MODULES = {
    "addresses": ("Email", "Ip", "Url"),
    "binary": ("Base64", "Base64Format"),
    "dates": ("Date",),
    "datetimes": ("LocalDateTime",),
    "decimals": ("Decimal", "DecimalFormat"),
    "distinct": ("Unique",),
    "file_values": ("File", "FileAt"),
    "integers": ("Whole",),
    "json_values": ("Json",),
    "normal": ("Lower", "Trim", "Unpadded", "Upper"),
    "numbers": ("BigInteger", "Float"),
    "ranges": ("Range",),
    "schemas": (
        *("Boolean", "DateTime", "FromText", "Input", "Integer", "PageLinks"),
        *("ReadOnly", "SmallInteger", "Text", "Uuid", "OpenPageLinks"),
        *(each.class_name for each in EVERY_PAGING),
    ),
    "times": ("Time",),
    "values": ("Value",),
}
_NO_MODULES: Mapping[str, Collection[str]] = {}
_PYDANTIC_NAMES = frozenset(["BaseModel", "Field", "MISSING"])
_STANDARD = {
    "base64": "import base64",
    "dt": "import datetime as dt",
    "decimal": "import decimal",
    "uuid": "import uuid",
}


class Class(Record, frozen=True):
    """One class of a module."""

    name: str
    base: str
    fields: list[Field]


class Draft:
    """One entity's module while it is made."""

    def __init__(self, model: Model, entity: Entity) -> None:
        self._model = model
        self._entity = entity
        self._types = types_of(model)
        self._types.addresses = {e.attribute: e.address for e in entity.files}
        self._known: dict[str, JsonSchema] = {}  # the typed schemas of properties
        self._classes = list(self._drafted())

    @property
    def forms(self) -> Iterator[Form]:
        """The forms of all fields."""
        return (field.form for each in self._classes for field in each.fields)

    def module(self, spellings: Mapping[Form, Spelling]) -> str:
        """Return the module, given how fields are spelled."""
        defaults = {
            each.attribute: default_of(each, self._model)
            for each in self._entity.properties
            if each.has_default and not each.is_internal
        }
        queries = {each.query for each in self._entity.operations}
        bodies = [  # what a list may be asked for has no defaults of the table
            class_of(
                *(each.name, each.base, each.fields),
                *(spellings, {} if each.name in queries else defaults),
            )
            for each in self._classes
        ]
        return module_of(self._types, bodies, self._head)

    def _drafted(self) -> Iterator[Class]:
        entity, name = self._entity, self._entity.name
        returned = {each.returned for each in entity.operations}
        self._define_keys()
        if returned != {"nothing"} or entity.owners:
            yield from self._shown()
        yield from self._given_ones()
        asked: dict[str, Operation] = {}  # several lists may be asked in one way
        for each in entity.operations:
            asked.setdefault(each.query or "", each)
        for query, each in asked.items():
            if query:
                yield Class(query, "Input", [*self._filtering(each)])
        if "page" in returned:
            if answered.row_of(entity) != name:
                rows = self._fields(answered.listed_by(entity), required=True)
                yield Class(f"{name}ListItem", "BaseModel", [*rows])
            if not entity.inclusions:  # or its rows have those of other modules
                yield Class(f"{name}Page", "BaseModel", [*self._page()])

    def _shown(self) -> Iterator[Class]:
        """Yield the class of what is shown, and that of what a request names of it."""
        entity = self._entity
        shown = self._fields(answered.shown_by(entity), required=True)
        yield Class(f"{entity.name}Read", "BaseModel", [*shown, *self._owned()])
        if entity.sparse_fields:
            some = self._fields(answered.shown_by(entity))
            yield Class(f"{entity.name}Fields", "BaseModel", [*some])

    def _given_ones(self) -> Iterator[Class]:
        """Yield the classes of bodies, and of what stands in them."""
        entity = self._entity
        for owner in entity.owners:
            yield Class(owner.item, "Input", [*self._item(owner)])
        for each in entity.operations:
            if each.body:
                yield Class(each.body, "Input", [*self._written(each)])
        yield from self._items()

    def _items(self) -> Iterator[Class]:
        """Yield what items of operations on many rows are."""
        entity = self._entity
        found = [each for each in entity.operations if batches.names_row(each)]
        key = f"{entity.name}{batches.KEY}"
        if found:
            parts = self._said(batches.key_of(entity), required=True)
            yield Class(key, "Input", [*parts])
        for each in found:
            fields = [field("key", "key", named(key), required=True)]
            if data := batches.data_of(entity, each):
                fields.append(field("data", "data", named(data), required=True))
            conditions = batches.conditions_of(entity, each)
            fields += self._said(conditions, required=False)
            yield Class(str(each.item), "Input", fields)

    def _said(
        self, properties: Iterable[Property], *, required: bool
    ) -> Iterator[Field]:
        for each in properties:
            found = field(
                each.name, each.attribute, self._typed(each), required=required
            )
            yield replace(found, facts=self._types.written(found.kind))

    def _define_keys(self) -> None:
        entity = self._entity
        by_key = any(each.key_of == entity.name for each in entity.operations)
        if by_key or is_parent(self._model, entity):
            for part in self._entity.key:
                self._types.key(part.alias, value_schema(part.schema), part.schema)

    def _fields(
        self, properties: Iterable[Property], *, required: bool = False
    ) -> Iterator[Field]:
        for each in properties:
            schema, always = self._typed(each), required and not each.readable
            yield field(each.name, each.attribute, schema, required=always)

    def _typed(self, prop: Property) -> JsonSchema:
        if prop.name not in self._known:  # most properties are in four classes
            schema = None if prop.part else prop.schema
            self._known[prop.name] = self._types.typed(
                schema_of(prop), schema, prop.attribute
            )
        return self._known[prop.name]

    def _written(self, operation: Operation) -> Iterator[Field]:
        for each in openapi.written_by(self._entity, operation):
            yield self._given(each, stays=openapi.stays(each, operation))
        for each in openapi.sent_back(self._entity, operation):
            yield field(each.name, each.attribute, named("ReadOnly"), required=False)
        for rows in self._entity.owned:
            schema = {**openapi.items_of(rows), "items": named(rows.item)}
            yield field(rows.name, rows.attribute, schema, required=False)

    def _owned(self) -> Iterator[Field]:
        """Yield the rows inside of an entity's own, as answers show them."""
        for each in self._entity.owned:
            schema = {"type": "array", "items": named(f"{each.target}Read")}
            yield field(each.name, each.attribute, schema, required=True)

    def _item(self, owner: Owner) -> Iterator[Field]:
        """Yield what a row is given inside of its owner."""
        given, made, rest = openapi.item_parts(self._entity, owner)
        for each in given:
            yield self._given(each, stays=each.is_ruled)
        for each in made:
            found = field(each.name, each.attribute, self._typed(each), required=False)
            yield replace(found, facts=self._types.written(found.kind))
        for each in rest:
            yield field(each.name, each.attribute, named("ReadOnly"), required=False)

    def _given(self, prop: Property, *, stays: bool) -> Field:
        """Return the field of what a body gives; it `stays` where a body leaves it out."""
        schema, required = self._typed(prop), prop.required
        facts: tuple[str, ...] = ()
        if stays:
            required = False
        elif prop.is_ruled and not required:
            facts = _told_default(prop)
        elif prop.has_default or (prop.schema.nullable and not prop.made):
            schema = schema | {"default": prop.default}
        found = field(prop.name, prop.attribute, schema, required=required)
        return replace(found, facts=(*self._types.written(found.kind), *facts))

    def _filtering(self, operation: Operation) -> Iterator[Field]:
        if operation.natural:
            for prop in openapi.natural_key(self._entity, operation):
                said = field(
                    prop.name, prop.attribute, self._typed(prop), required=True
                )
                yield replace(said, facts=self._types.read(said.kind))
            return
        filters = list_parameters.filters_of(self._entity, operation)
        known = {each.name: each for each in filters}
        for each in list_parameters.list_parameters(
            self._model, self._entity, operation
        ):
            of, name = known.get(each["name"]), each["name"]
            if of and of.operator in SEVERAL:
                schema = self._types.repeated(each["schema"], of.schema, of.column)
                yield field(name, of.attribute, schema, required=False)
                continue
            schema = self._types.typed(
                each["schema"], of.schema if of else None, _named_by(of)
            )
            if (default := each["schema"].get("default")) is not None:
                schema |= {"default": default}
            attribute = of.attribute if of else name
            found = field(name, attribute, schema, required=False)
            yield replace(found, facts=self._types.read(found.kind))

    def _page(self) -> Iterator[Field]:
        row = answered.row_of(self._entity)
        kind = f"{row}Read" if row == self._entity.name else row
        if self._entity.sparse_fields:
            kind += f" | {self._entity.name}Fields"
        parts: JsonSchema = {"data": {"type": "array", "items": named(kind)}}
        paging = self._entity.paging
        parts["pagination"] = named(paging.class_name)
        if paging.by == "page":
            parts["links"] = named(paging.links_class)
        for name, schema in parts.items():
            yield field(name, name, schema, required=True)

    def _head(self, source: str) -> str:
        title = f"What requests and responses say of {self._entity.label_plural}."
        typed = ["types"] if any(each.part for each in self._entity.properties) else []
        others: dict[str, set[str]] = {}
        for each in self._entity.owned:
            found = others.setdefault(f"{each.package}.schemas", set())
            found |= {each.item, f"{each.target}Read"}
        return module_head(self._model, source, title, typed, others=others)


def _named_by(given: Filter | None) -> str:
    """Return by what a parameter's type is called, where it needs a name."""
    if given is None:
        return ""
    own = given.operator == "prefix" or given.relation
    return given.attribute if own else given.column


def types_of(model: Model) -> Types:
    """Return the types of a module of a model's, so far without names of its own."""
    enums = {enum.name: enum for enum in model.enums}
    return Types(enums, frozenset(each.name for each in model.types))


def module_of(types: Types, classes: Iterable[str], head: Callable[[str], str]) -> str:
    """Return a module: what `head` makes of its body, the types' own names, the classes."""
    aliases = [
        line for name, parts in types.aliases.items() for line in _alias(name, parts)
    ]
    body = "\n\n\n".join(filter(None, ["\n".join(aliases), *classes]))
    gap = "\n" if aliases else "\n\n"
    return f"{head(body)}\n{gap}{body}\n"


def module_head(
    model: Model,
    source: str,
    title: str,
    typed: Sequence[str] = (),
    standard: Sequence[str] = (),
    others: Mapping[str, Collection[str]] = _NO_MODULES,
) -> str:
    """Return what stands above a module's source: its title and its imports."""
    package = model.project.package
    used = python.names_in(source)
    modules = {
        f"{package}.core.http.{module}": used.intersection(names)
        for module, names in _CORE_MODULES.items()
    }
    modules[f"{package}.models"] = used & {"enums", *typed}
    modules |= {module: used & {*names} for module, names in others.items()}
    typing = ["from typing import Annotated"] if "Annotated" in used else []
    pydantic = used & _PYDANTIC_NAMES
    lines_ = (line for name, line in _STANDARD.items() if name in used)
    groups = [
        [*standard, *lines_, *typing],
        imported("pydantic", pydantic) if pydantic else [],
        import_block(modules),
    ]
    blocks = ["\n".join(group) for group in groups if group]
    return "\n\n".join([f'"""{title}"""', *blocks])


def class_of(
    name: str,
    base: str,
    fields: Iterable[Field],
    spellings: Mapping[Form, Spelling],
    defaults: Mapping[str, str],
) -> str:
    """Return a class as Python source; `defaults` of its fields stand by their attributes."""
    lines = [
        line
        for field in fields
        for line in field.lines(spellings[field.form], defaults.get(field.attribute))
    ]
    return "\n".join([f"class {name}({base}):", *(lines or ["    pass"])])


def _alias(name: str, parts: Sequence[str]) -> list[str]:
    kind, *facts = parts
    return [*lines(after(f"{name} = ", python.annotated(kind, facts)))]


def _told_default(prop: Property) -> tuple[str, ...]:
    """Return what tells of a default that the table alone gives, as nobody may say it."""
    if not prop.has_default:
        return ()
    default = python.value(prop.default)
    return (f'Field(json_schema_extra={{"default": {default}}})',)


def default_of(prop: Property, model: Model) -> str:
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
    "datetime_local": "dt.datetime.fromisoformat",
    "decimal": "decimal.Decimal",
    "time": "dt.time.fromisoformat",
    "uuid": "uuid.UUID",
}


def _mutable(value: list[Any] | dict[str, Any]) -> str:
    if not value:
        return f"Field(default_factory={type(value).__name__})"
    text = python.value(value)
    return f'Field(default_factory=lambda: {text}, json_schema_extra={{"default": {text}}})'
