"""The author's words: what a design may say, and what it means where it says nothing.

These classes are the single source of the JSON Schema and of the reference page, so every
description below is written for the author. Short forms are expanded before they come here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args

from .. import names
from .area import VERSION, Area
from .enum_types import ENTITY_NAME, EnumType, Value, value_of
from .expression import Expression
from .namespace import Namespace
from .reading import (
    BOUND,
    FLAG,
    LINE,
    PLAIN,
    TEXT,
    WHOLE,
    Anything,
    Choice,
    Listed,
    Named,
    Nested,
    Words,
    named_like,
    word,
)
from .referential import ON_DELETE, ON_UPDATE, OnDelete, OnUpdate
from .row_rules import FIELD_NAME, RULE, Check, Exclusion, Index, Unique
from .scalars import TYPES
from .sections import Api, Architecture, Database, Deployment, Requirements

OWN, NAMESPACES, DEFAULTED, STORED = "x-", "x--", "x---", "x----"
"""Where the loader puts what stands under `x-NAME`, the words that are known there, and whether
a field has a default.

No author can say these: they would be words of a team's own.
"""


SEGMENT = named_like(names.SEGMENT_PATTERN)


class FieldType(Words):
    """One field of an entity: a value, or a relation to another entity."""

    own: dict[str, Any] = word(Anything(), name=OWN, default=dict, hidden=True)
    type: str = word(
        PLAIN,
        "A scalar, an enum, a value type or an entity; `?` makes it optional, `[]` makes it many.",
        examples=("string(120)", "decimal(12,2)", "text?", "OrderStatus", "Tag[]"),
    )
    arguments: tuple[str, ...] = word(Anything(), default=(), hidden=True)
    stored: str = word(Anything(), name=STORED, default="", hidden=True)
    nullable: bool = word(FLAG, "May be missing; the same as `?`.", default=False)
    many: bool = word(FLAG, "Many of them; the same as `[]`.", default=False)
    one: bool = word(FLAG, "A relation of one to one.", default=False)
    link: bool = word(
        FLAG,
        "A list is many to many, though a field of the other entity refers to this one.",
        default=False,
    )
    unlisted: bool = word(
        FLAG,
        "The rows of lists leave a list of keys out; the row itself shows it.",
        default=False,
    )
    nested: bool = word(
        FLAG,
        "Many to many under the row's own path, and no list of keys in its JSON.",
        default=False,
    )
    deferred: bool = word(
        FLAG,
        "The row that it refers to has to be there at the end of the transaction only.",
        default=False,
    )
    deferrable: bool = word(
        FLAG,
        "Your own code can have it checked at the end of a transaction; it is at once otherwise.",
        default=False,
    )
    unindexed: bool = word(FLAG, "Its foreign key has no index.", default=False)
    by: str | None = word(
        PLAIN, "The field of the other entity whose other side this is.", default=None
    )
    through: tuple[str, ...] = word(
        Listed(PLAIN),
        "The entity whose rows relate the two, and where that is open, its fields that "
        "refer to this side and to the other.",
        default=(),
    )
    to: str | None = word(
        PLAIN,
        "The unique field of the other entity that it refers to, in place of the key.",
        default=None,
    )
    unique: bool = word(FLAG, "No two rows have the same value.", default=False)
    index: bool = word(FLAG, "Look-ups by it are fast.", default=False)
    filter: bool = word(FLAG, "Lists can be narrowed by it.", default=False)
    sort: bool = word(FLAG, "Lists can be ordered by it.", default=False)
    search: bool = word(FLAG, "`?q=` looks into it.", default=False)
    minimum: Decimal | str | None = word(
        BOUND,
        "The least value: a number, a day or a time.",
        name="min",
        default=None,
        examples=(0, "2000-01-01"),
    )
    maximum: Decimal | str | None = word(
        BOUND,
        "The greatest value: a number, a day or a time.",
        name="max",
        default=None,
    )
    min_length: int | None = word(
        WHOLE, "The fewest characters, or items of a list.", default=None
    )
    max_length: int | None = word(
        WHOLE, "The most characters, or items of a list.", default=None
    )
    pattern: str | None = word(
        PLAIN,
        "A regular expression that the text matches.",
        default=None,
        examples=("^[A-Z]{2}$",),
    )
    not_blank: bool = word(
        FLAG, "The text has a character that is no white space.", default=False
    )
    trim: bool = word(
        FLAG, "The text is stored without white space at its ends.", default=False
    )
    lower: bool = word(FLAG, "The text is stored in lower case.", default=False)
    upper: bool = word(FLAG, "The text is stored in capitals.", default=False)
    auto: bool = word(
        FLAG, "It is the key, and each new row gets one of its own.", default=False
    )
    readonly: bool = word(FLAG, "Only the server sets it.", default=False)
    writeonly: bool = word(FLAG, "It is taken and never shown.", default=False)
    internal: bool = word(
        FLAG, "A column for your own code: not in the API at all.", default=False
    )
    immutable: bool = word(FLAG, "It is set once and never changed.", default=False)
    encrypted: bool = word(FLAG, "The database holds it encrypted.", default=False)
    pii: bool = word(FLAG, "It says something of a person.", default=False)
    on_delete: OnDelete | None = word(
        Choice(ON_DELETE),
        "What happens to this row when the one it points to goes.",
        default=None,
    )
    on_update: OnUpdate | None = word(
        Choice(ON_UPDATE),
        "What happens to this row when the key of the one it points to changes.",
        default=None,
    )
    default: Any = word(Anything(), "The value where none is given.", default=None)
    default_sql: tuple[str, ...] = word(
        Listed(PLAIN),
        "What the database gives where nothing is given: an SQL expression for both "
        "engines, or one for PostgreSQL and one for SQLite.",
        default=(),
    )
    computed: Expression | None = word(
        RULE,
        "The expression by which the database computes it from other fields of its row.",
        default=None,
        examples=("price * count", "first_name || ' ' || last_name"),
    )
    computed_sql: tuple[str, ...] = word(
        Listed(PLAIN),
        "In place of `computed`: an SQL expression for both engines, or one for PostgreSQL "
        "and one for SQLite.",
        default=(),
    )
    virtual: bool = word(
        FLAG,
        "What is computed is not stored, and worked out when it is read.",
        default=False,
    )
    has_default: bool = word(Anything(), name=DEFAULTED, default=False, hidden=True)
    was: str | None = word(
        FIELD_NAME,
        "The name that it had before: the data and your code move along.",
        default=None,
    )
    column: tuple[str, ...] = word(
        Listed(PLAIN),
        "Its name in the database, where that is another one; of a relation, one for each "
        "part of the key, and of a list of keys the columns of its table, this side first.",
        default=(),
    )
    table: str | None = word(
        PLAIN, "The name of the table of a many-to-many relation.", default=None
    )
    constraint: tuple[str, ...] = word(
        Listed(PLAIN),
        "The name of a relation's foreign key, or of what holds a value to its enum, "
        "`not_blank`, `trim`, `lower`, `upper`, `min` and `max`, in this order; of the table "
        "of a list of keys its primary key, foreign keys (this side first) and index.",
        default=(),
    )
    description: str | None = word(TEXT, "What the field says.", default=None)

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of an enum that is written in place."""
        return tuple(map(value_of, self.arguments)) if self.type == "enum" else ()

    @property
    def is_scalar(self) -> bool:
        """True for a built-in scalar type, false for an enum's, an entity's or a wrong name."""
        return self.type in TYPES

    @property
    def is_computed(self) -> bool:
        """True for what the database computes from other fields of its row."""
        return self.computed is not None or bool(self.computed_sql)


class ValueType(Words):
    """A value that is made of parts, and that fields can have as their type."""

    fields: dict[str, FieldType] = word(
        Named(Nested(FieldType), names.SNAKE_PATTERN), "Its parts, one a line."
    )
    checks: tuple[Check, ...] = word(
        Listed(Nested(Check), alone=False), "Rules that its parts keep.", default=()
    )
    was: str | None = word(
        ENTITY_NAME, "The name that it had before: your code moves along.", default=None
    )
    description: str | None = word(TEXT, "What it stands for.", default=None)


Operation = Literal["list", "get", "create", "replace", "update", "delete"]


ALL_OPERATIONS: tuple[Operation, ...] = get_args(Operation)


class Entity(Words):
    """A thing with an identity: a table, its resource in the API, its slice of the code."""

    own: dict[str, Any] = word(Anything(), name=OWN, default=dict, hidden=True)
    description: str | None = word(TEXT, "What it is, in a sentence.", default=None)
    was: str | None = word(
        ENTITY_NAME,
        "The name that it had before: the data and your code move along.",
        default=None,
    )
    area: str | None = word(FIELD_NAME, "The area that it belongs to.", default=None)
    table: str | None = word(
        PLAIN,
        "Its table's name, where that is not its plural; a schema that is there keeps its names.",
        default=None,
        examples=("Order Details",),
    )
    plural: str | None = word(
        FIELD_NAME,
        "Its plural, where English has another one: its list, module and table are called so.",
        default=None,
        examples=("people",),
    )
    path: str | None = word(
        SEGMENT,
        "Its part of the API's paths, where that is not its plural.",
        default=None,
        examples=("staff-members",),
    )
    fields: dict[str, FieldType] = word(
        Named(Nested(FieldType), names.SNAKE_PATTERN), "Its fields, one a line."
    )
    key: tuple[str, ...] | None = word(
        Listed(FIELD_NAME),
        "The field or fields that identify a row; if not given, the field that is `auto`, "
        "or else a UUIDv7 `id`.",
        default=None,
    )
    key_constraint: str | None = word(
        PLAIN,
        "The name of its primary key's constraint.",
        default=None,
        examples=("PK_Orders",),
    )
    unique: tuple[Unique, ...] = word(
        Listed(Nested(Unique), alone=False),
        "Groups of fields that are unique together.",
        default=(),
    )
    indexes: tuple[Index, ...] = word(
        Listed(Nested(Index), alone=False),
        "Indexes beyond the implied ones.",
        default=(),
    )
    checks: tuple[Check, ...] = word(
        Listed(Nested(Check), alone=False), "Rules that every row keeps.", default=()
    )
    exclude: tuple[Exclusion, ...] = word(
        Listed(Nested(Exclusion), alone=False), "Rows that don't overlap.", default=()
    )
    traits: tuple[str, ...] = word(
        Listed(Anything()),
        "What its rows have beyond their fields.",
        default=(),
    )
    sort: tuple[str, ...] = word(
        Listed(FIELD_NAME),
        "Columns of traits, and parts of values, that order lists, beside those that always do.",
        default=(),
    )
    filter: tuple[str, ...] = word(
        Listed(FIELD_NAME),
        "Columns of traits, and parts of values, that narrow lists, beside those that always do.",
        default=(),
    )
    operations: tuple[Operation, ...] = word(
        Listed(Choice(ALL_OPERATIONS)),
        "What clients can do with it.",
        default=ALL_OPERATIONS,
    )
    pagination: Literal["page", "cursor"] | None = word(
        Choice(("page", "cursor")), "As in `api`, for this entity alone.", default=None
    )

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields that identify a row; none where that is the generated `id`."""
        if self.key is not None:
            return self.key
        return tuple(name for name, field in self.fields.items() if field.auto)


def _title(said: Mapping[str, Any]) -> str:
    return names.words(str(said.get("name", ""))).capitalize()


PROJECT_NAME = named_like(names.KEBAB_PATTERN)


class Design(Words):
    """A backend, as its author describes it."""

    own: dict[str, Any] = word(Anything(), name=OWN, default=dict, hidden=True)
    name: str = word(
        PROJECT_NAME,
        "The project's name: lower case words joined by hyphens.",
        examples=("shop",),
    )
    title: str = word(
        LINE, "The name for people; made from `name` if not given.", derived=_title
    )
    description: str | None = word(
        TEXT, "What it is for, in a sentence or two.", default=None
    )
    version: str = word(
        VERSION,
        "The version of the first release.",
        default="0.1.0",
        examples=("1.0.0",),
    )
    requirements: Requirements = word(Nested(Requirements), "What it is for.")
    architecture: Architecture = word(Nested(Architecture), "Its shape.")
    api: Api = word(Nested(Api), "How the HTTP API behaves everywhere.")
    database: Database = word(Nested(Database), "Where the data lives.")
    deployment: Deployment = word(Nested(Deployment), "How it is built and shipped.")
    enums: dict[str, EnumType] = word(
        Named(Nested(EnumType), names.CLASS_PATTERN),
        "Closed lists of values that fields can share.",
        default=dict,
    )
    types: dict[str, ValueType] = word(
        Named(Nested(ValueType), names.CLASS_PATTERN),
        "Values of several parts, such as money or an address.",
        default=dict,
    )
    areas: dict[str, Area] = word(
        Named(Nested(Area), names.SNAKE_PATTERN),
        "Bounded contexts, each with its entities.",
        default=dict,
    )
    entities: dict[str, Entity] = word(
        Named(Nested(Entity), names.CLASS_PATTERN), "The data."
    )
    namespaces: tuple[Namespace, ...] = word(
        Anything(), name=NAMESPACES, default=(), hidden=True
    )

    def area_of(self, entity: str) -> str | None:
        """The area that an entity belongs to, said by either side."""
        own = self.entities[entity].area
        listed = (name for name, area in self.areas.items() if entity in area.entities)
        return own or next(listed, None)
