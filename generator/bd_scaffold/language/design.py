"""The author's words: what a design may say, and what it means where it says nothing.

These models are the single source of the JSON Schema and of the reference page, so every
description below is written for the author. Short forms are expanded before they come here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    SkipValidation,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from .. import names
from .expression import Expression, ExpressionError, parse_expression
from .namespace import Namespace
from .plain import unseen
from .scalars import TYPES

OWN, NAMESPACES = "x-", "x--"
"""Where the loader puts what stands under `x-NAME`, and the words that are known there.

No author can say these two words: they would be words of their own.
"""


class Words(BaseModel):
    """A mapping of the design: strict, closed and frozen."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Extensible(Words):
    """A mapping that takes words of a team's own, under `x-NAME`."""

    own: SkipJsonSchema[dict[str, Any]] = Field(default={}, alias="x-")


def _clean(text: str) -> str:
    found = unseen(text)
    if found is not None:
        code, kind = found
        context = {"kind": kind, "code": code}
        raise PydanticCustomError("BD114", "contains {code}, {kind}.", context)
    return text.strip()


def _filled(text: str) -> str:
    if not text:
        raise PydanticCustomError("BD110", "is empty.")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError("BD110", "has to be one line.")
    return text


def _whole(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    return value


def _number(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", value):
        return Decimal(value)
    return value


def _flag(value: object) -> object:
    return (
        {"true": True, "false": False}.get(value, value)
        if isinstance(value, str)
        else value
    )


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _expression(value: object) -> Expression:
    if not isinstance(value, str):
        raise PydanticCustomError("BD701", "is not an expression.")
    try:
        return parse_expression(value)
    except ExpressionError as error:
        raise PydanticCustomError(
            "BD701", "{reason}", {"reason": str(error)}
        ) from error


Text = Annotated[str, AfterValidator(_clean), AfterValidator(_filled)]
Line = Annotated[Text, AfterValidator(_one_line)]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[Decimal, BeforeValidator(_number, json_schema_input_type=float)]
Flag = Annotated[bool, BeforeValidator(_flag)]
EntityName = Annotated[
    str,
    Field(json_schema_extra={"pattern": names.CLASS_PATTERN}),
]
FieldName = Annotated[
    str,
    Field(json_schema_extra={"pattern": names.SNAKE_PATTERN}),
]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an enum, and what it was called before."""

    text: str
    was: str | None = None


_RENAMED_VALUE = re.compile(r"(\S+)\s+was\s*\(\s*([^\s()]+)\s*\)")
_VALUE_PATTERN = names.ENUM_VALUE_PATTERN.strip("^$")


def value_of(written: str) -> Value:
    """Return the value that is meant by `placed` or by `placed was(ordered)`."""
    match = _RENAMED_VALUE.fullmatch(written)
    return Value(*match.groups()) if match else Value(str(written))


def _value(written: object) -> Value:
    if not isinstance(written, str):
        raise PydanticCustomError("string_type", "is not a text.")
    return value_of(written)


EnumValue = Annotated[
    Value,
    PlainValidator(_value, json_schema_input_type=str),
    Field(
        json_schema_extra={
            "pattern": rf"^{_VALUE_PATTERN}(\s+was\s*\(\s*{_VALUE_PATTERN}\s*\))?$"
        }
    ),
]
Rule = Annotated[
    Expression,
    PlainValidator(_expression, json_schema_input_type=str),
    Field(examples=["min_price <= max_price", "active and not archived"]),
]


class Functional(Words):
    """Something that the system has to do, and the operations that do it."""

    id: Line = Field(description="A short name to refer to.", examples=["FR-1"])
    text: Text = Field(description="The requirement in a sentence.")
    operations: tuple[str, ...] = Field(
        default=(),
        description="The operations that meet it: `Product.list`, or `Product.*` for all.",
    )


class Latency(Words):
    """How long answers may take, by percentile."""

    p50: Line | None = Field(default=None, description="The median.", examples=["50ms"])
    p95: Line | None = Field(default=None, description="95 of 100.", examples=["150ms"])
    p99: Line | None = Field(default=None, description="99 of 100.", examples=["400ms"])


class Recovery(Words):
    """What a disaster may cost."""

    rpo: Line | None = Field(
        default=None, description="How much data may be lost.", examples=["5m"]
    )
    rto: Line | None = Field(
        default=None, description="How long the service may be gone.", examples=["1h"]
    )


def _volume(text: str) -> str:
    if re.fullmatch(r"[1-9][0-9]{0,14}[kMG]?", text) is None:
        raise PydanticCustomError(
            "BD113", "is not a number of rows: write 500, 100k, 10M or 2G."
        )
    return text


def rows(volume: str) -> int:
    """The number that a volume stands for: `100k` → 100000."""
    factor = {"k": 10**3, "M": 10**6, "G": 10**9}.get(volume[-1], 1)
    return int(volume.rstrip("kMG")) * factor


class Quality(Words):
    """How well the system has to do it."""

    latency: Latency = Field(
        default_factory=Latency, description="How long answers may take."
    )
    throughput: Line | None = Field(
        default=None, description="Requests in a time.", examples=["300/s"]
    )
    availability: Line | None = Field(
        default=None,
        description="The share of time that it answers.",
        examples=["99.9%"],
    )
    recovery: Recovery = Field(
        default_factory=Recovery, description="What a disaster may cost."
    )
    volume: dict[str, Annotated[str, AfterValidator(_volume)]] = Field(
        default={},
        description="Expected rows by entity.",
        examples=[{"Product": "100k"}],
    )
    compliance: tuple[Line, ...] = Field(
        default=(), description="The rules that apply.", examples=[["GDPR"]]
    )


class Requirements(Words):
    """What the system is for."""

    functional: tuple[Functional, ...] = Field(
        default=(), description="What it has to do."
    )
    quality: Quality = Field(
        default_factory=Quality, description="How well it has to do it."
    )
    constraints: tuple[Text, ...] = Field(
        default=(), description="What is given and not chosen."
    )


class Decision(Words):
    """An architecture decision, as the project's documents keep it."""

    title: Line = Field(description="The decision in a few words.")
    context: Text = Field(description="What made a decision necessary.")
    decision: Text = Field(description="What was decided.")
    consequences: Text = Field(description="What follows from it, good and bad.")
    status: Literal["proposed", "accepted", "deprecated", "superseded"] = Field(
        default="accepted", description="Where the decision stands."
    )


class Architecture(Words):
    """The shape of the whole system."""

    style: Literal["monolith"] = Field(
        default="monolith", description="One deployable, sliced by area and entity."
    )
    decisions: tuple[Decision, ...] = Field(default=(), description="Why it is so.")


class Limit(Words):
    """How many rows a page of a list has."""

    default: Whole = Field(default=20, description="Without `limit` in the request.")
    max: Whole = Field(default=100, description="The most that a request may ask for.")


class Api(Words):
    """How the HTTP API behaves everywhere."""

    version: Line = Field(
        default="v1", description="The prefix of every path.", examples=["v1"]
    )
    pagination: Literal["page", "cursor"] = Field(
        default="page",
        description="`page` knows totals, `cursor` stays fast at any depth.",
    )
    limit: Limit = Field(default_factory=Limit, description="How many rows a page has.")
    cors: tuple[Line, ...] = Field(
        default=(),
        description="The origins whose pages may call the API.",
        examples=[["https://shop.example.com"]],
    )


class Database(Words):
    """Where the data lives."""

    engine: Literal["postgresql", "sqlite"] = Field(
        default="postgresql",
        description="What production runs on; SQLite serves development and tests in any case.",
    )


CiProvider = Literal["github", "gitlab", "none"]


class Deployment(Words):
    """How the project is built and shipped."""

    ci: Annotated[
        tuple[CiProvider, ...],
        BeforeValidator(
            _listed, json_schema_input_type=CiProvider | tuple[CiProvider, ...]
        ),
    ] = Field(default=("github",), description="Where the checks run; one, or a list.")


class EnumType(Words):
    """A closed list of values that fields can share."""

    values: tuple[EnumValue, ...] = Field(
        description="The values, in their order; `placed was(ordered)` renames one."
    )
    was: EntityName | None = Field(
        default=None,
        description="The name that it had before: the data and your code move along.",
    )
    description: Text | None = Field(
        default=None, description="What the values tell apart."
    )


class Area(Extensible):
    """A bounded context, with entities of its own."""

    entities: tuple[EntityName, ...] = Field(
        default=(), description="Its entities; an entity may also name its `area`."
    )
    was: FieldName | None = Field(
        default=None, description="The name that it had before: your code moves along."
    )


class FieldType(Extensible):
    """One field of an entity: a value, or a relation to another entity."""

    type: str = Field(
        description="A scalar, an enum or an entity; `?` makes it optional, `[]` makes it many.",
        examples=["string(120)", "decimal(12,2)", "text?", "OrderStatus", "Tag[]"],
    )
    arguments: SkipJsonSchema[tuple[str, ...]] = ()
    nullable: Flag = Field(
        default=False, description="May be missing; the same as `?`."
    )
    many: Flag = Field(default=False, description="Many of them; the same as `[]`.")
    one: Flag = Field(default=False, description="A relation of one to one.")
    by: str | None = Field(
        default=None,
        description="The field of the other entity whose other side this is.",
    )
    unique: Flag = Field(default=False, description="No two rows have the same value.")
    index: Flag = Field(default=False, description="Look-ups by it are fast.")
    filter: Flag = Field(default=False, description="Lists can be narrowed by it.")
    sort: Flag = Field(default=False, description="Lists can be ordered by it.")
    search: Flag = Field(default=False, description="`?q=` looks into it.")
    minimum: Number | None = Field(
        default=None, alias="min", description="The least value."
    )
    maximum: Number | None = Field(
        default=None, alias="max", description="The greatest value."
    )
    min_length: Whole | None = Field(default=None, description="The fewest characters.")
    max_length: Whole | None = Field(default=None, description="The most characters.")
    pattern: str | None = Field(
        default=None,
        description="A regular expression that the text matches.",
        examples=["^[A-Z]{2}$"],
    )
    readonly: Flag = Field(default=False, description="Only the server sets it.")
    writeonly: Flag = Field(default=False, description="It is taken and never shown.")
    immutable: Flag = Field(
        default=False, description="It is set once and never changed."
    )
    on_delete: Literal["cascade", "restrict", "set_null"] | None = Field(
        default=None,
        description="What happens to this row when the one it points to goes.",
    )
    default: Any = Field(default=None, description="The value where none is given.")
    was: FieldName | None = Field(
        default=None,
        description="The name that it had before: the data and your code move along.",
    )
    description: Text | None = Field(default=None, description="What the field says.")

    @property
    def has_default(self) -> bool:
        """True where the design gives a default, be it null."""
        return "default" in self.model_fields_set

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of an enum that is written in place."""
        return tuple(map(value_of, self.arguments)) if self.type == "enum" else ()

    @property
    def is_scalar(self) -> bool:
        """True for a built-in scalar type, false for an enum's, an entity's or a wrong name."""
        return self.type in TYPES


class Index(Words):
    """An index that a look-up or an order needs."""

    fields: tuple[FieldName, ...] = Field(description="Its fields, in order.")
    where: Rule | None = Field(
        default=None, description="Only the rows for which this is true."
    )
    include: tuple[FieldName, ...] = Field(
        default=(),
        description="Fields that it carries along, so that the table needn't be read.",
    )
    unique: Flag = Field(
        default=False, description="No two of its rows have the same values."
    )
    method: Literal["btree", "hash", "gin", "brin"] | None = Field(
        default=None, description="PostgreSQL's access method; `btree` if not given."
    )


class Check(Words):
    """A rule that every row keeps."""

    rule: Rule = Field(description="What has to be true.")
    name: FieldName | None = Field(default=None, description="The constraint's name.")
    message: Line | None = Field(
        default=None, description="What a client is told otherwise."
    )


Operation = Literal["list", "get", "create", "replace", "update", "delete"]
ALL_OPERATIONS: tuple[Operation, ...] = (
    "list",
    "get",
    "create",
    "replace",
    "update",
    "delete",
)
Trait = Literal["timestamps", "no_timestamps", "soft_delete", "versioned"]


class Entity(Extensible):
    """A thing with an identity: a table, its resource in the API, its slice of the code."""

    description: Text | None = Field(
        default=None, description="What it is, in a sentence."
    )
    was: EntityName | None = Field(
        default=None,
        description="The name that it had before: the data and your code move along.",
    )
    area: FieldName | None = Field(
        default=None, description="The area that it belongs to."
    )
    fields: dict[FieldName, FieldType] = Field(description="Its fields, one a line.")
    key: (
        Annotated[
            tuple[FieldName, ...],
            BeforeValidator(
                _listed, json_schema_input_type=FieldName | tuple[FieldName, ...]
            ),
        ]
        | None
    ) = Field(
        default=None,
        description="The field or fields that identify a row; if not given, a UUIDv7 `id`.",
    )
    unique: tuple[tuple[FieldName, ...], ...] = Field(
        default=(), description="Groups of fields that are unique together."
    )
    indexes: tuple[Index, ...] = Field(
        default=(), description="Indexes beyond the implied ones."
    )
    checks: tuple[Check, ...] = Field(
        default=(), description="Rules that every row keeps."
    )
    traits: tuple[Trait, ...] = Field(
        default=(),
        description="`timestamps` (created_at, updated_at) is always on unless `no_timestamps` "
        "is listed; `soft_delete` hides rows instead of deleting them; `versioned` refuses "
        "writes to a row that has changed since it was read.",
    )
    operations: tuple[Operation, ...] = Field(
        default=ALL_OPERATIONS, description="What clients can do with it."
    )
    pagination: Literal["page", "cursor"] | None = Field(
        default=None, description="As in `api`, for this entity alone."
    )

    @property
    def timestamps(self) -> bool:
        """True where rows carry created_at and updated_at."""
        return "no_timestamps" not in self.traits

    @property
    def soft_delete(self) -> bool:
        """True where a delete only hides the row."""
        return "soft_delete" in self.traits

    @property
    def versioned(self) -> bool:
        """True where rows carry a version that guards against lost updates."""
        return "versioned" in self.traits


def _title(data: dict[str, Any]) -> str:
    return names.words(data.get("name", "")).capitalize()


def _version(text: str) -> str:
    if re.fullmatch(r"(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}", text) is None:
        raise PydanticCustomError("BD113", "is not a version: write 1.2.3.")
    return text


class Design(Extensible):
    """A backend, as its author describes it."""

    name: str = Field(
        description="The project's name: lower case words joined by hyphens.",
        json_schema_extra={"pattern": names.KEBAB_PATTERN},
        examples=["shop"],
    )
    title: Line = Field(
        default_factory=_title,
        description="The name for people; made from `name` if not given.",
    )
    description: Text | None = Field(
        default=None, description="What it is for, in a sentence or two."
    )
    version: Annotated[Line, AfterValidator(_version)] = Field(
        default="0.1.0",
        description="The version of the first release.",
        examples=["1.0.0"],
    )
    requirements: Requirements = Field(
        default_factory=Requirements, description="What it is for."
    )
    architecture: Architecture = Field(
        default_factory=Architecture, description="Its shape."
    )
    api: Api = Field(
        default_factory=Api, description="How the HTTP API behaves everywhere."
    )
    database: Database = Field(
        default_factory=Database, description="Where the data lives."
    )
    deployment: Deployment = Field(
        default_factory=Deployment, description="How it is built and shipped."
    )
    enums: dict[EntityName, EnumType] = Field(
        default={}, description="Closed lists of values that fields can share."
    )
    areas: dict[FieldName, Area] = Field(
        default={}, description="Bounded contexts, each with its entities."
    )
    entities: dict[EntityName, Entity] = Field(description="The data.")
    namespaces: SkipJsonSchema[SkipValidation[tuple[Namespace, ...]]] = Field(
        default=(), alias="x--"
    )

    def area_of(self, entity: str) -> str | None:
        """The area that an entity belongs to, said by either side."""
        own = self.entities[entity].area
        listed = (name for name, area in self.areas.items() if entity in area.entities)
        return own or next(listed, None)
