"""The author's words: what a design may say, and what it means where it says nothing.

These classes are the single source of the JSON Schema and of the reference page, so every
description below is written for the author. Short forms are expanded before they come here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from .. import names
from .area import VERSION, Area
from .cache import Cache
from .custom import CUSTOM_NAME, Custom
from .deployment import Deployment
from .documents import Documents, Roadmap
from .enum_types import ENTITY_NAME, EnumType
from .erasing import ERASE, Erase
from .events import Event
from .field_type import FieldType
from .files import Files
from .filters import COLUMN, ORDER_KEY
from .hidden import NAMESPACES, OWN
from .jobs import JOB_NAME, Job
from .messaging import Messaging
from .namespace import Namespace
from .reading import (
    FLAG,
    LINE,
    PLAIN,
    TEXT,
    Anything,
    Choice,
    Listed,
    Named,
    Nested,
    Switched,
    Words,
    named_like,
    word,
)
from .realtime import Channel
from .resilience import Dependency
from .retention import RETENTION, Retention
from .row_rules import DOTTED_NAME, FIELD_NAME, Check, Exclusion, Index, Unique
from .sections import (
    DURATION,
    PAGING,
    RATE,
    SEARCHES,
    Api,
    Architecture,
    Database,
    Paging,
    Requirements,
)
from .security import PATH, Access, Security
from .transitions import Transition

__all__ = [
    "ALL_OPERATIONS",
    "Design",
    "Entity",
    "FieldType",
    "Operation",
    "ValueType",
]

SEGMENT = named_like(names.SEGMENT_PATTERN)
PROJECT_NAME = named_like(names.KEBAB_PATTERN)


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
Asked = Operation | Literal["batch"]
"""What clients can do with an entity, and that they do it with many at once."""


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
        Listed(DOTTED_NAME),
        "Columns of traits, parts of values and fields of related rows that order lists, beside "
        "those that always do.",
        default=(),
        examples=("customer.full_name",),
    )
    filter: tuple[str, ...] = word(
        Listed(COLUMN),
        "Columns of traits, parts of values and fields of related rows that narrow lists, beside "
        "those that always do; `price.amount(range, null)` in more ways.",
        default=(),
        examples=("price.amount", "customer.city", "price.amount(range, null)"),
    )
    order: tuple[str, ...] = word(
        Listed(ORDER_KEY),
        "What its lists are ordered by where a request says no `sort`, the most important "
        "first; a minus turns one around.",
        default=(),
        examples=("-placed_at", ["-placed_at", "number"]),
    )
    operations: tuple[Asked, ...] = word(
        Listed(Choice((*ALL_OPERATIONS, "batch"))),
        "What clients can do with it; with `batch`, they create, update and delete many at "
        "once.",
        default=ALL_OPERATIONS,
    )
    upsert: tuple[str, ...] = word(
        Listed(FIELD_NAME),
        "The unique field, or group of fields, by which a PUT replaces a row or creates it.",
        default=(),
        examples=("sku", ["customer", "label"]),
    )
    pagination: Paging | None = word(
        PAGING,
        "As in `api`, for this entity alone.",
        default=None,
        examples=("cursor", {"by": "page", "total": "on_request"}),
    )
    search: str | None = word(
        Choice(SEARCHES), "As in `api`, for this entity alone.", default=None
    )
    sparse_fields: bool | None = word(
        FLAG, "As in `api`, for this entity alone.", default=None
    )
    rate_limit: str | None = word(RATE, "In place of `api`'s.", default=None)
    access: Access | None = word(
        Nested(Access), "Who may do what with its rows.", default=None
    )
    owner: str | None = word(
        PATH,
        "The `user` field of the account that a row belongs to, or a path to it.",
        default=None,
        examples=("account", "customer.account"),
    )
    transitions: dict[str, Transition] = word(
        Named(Nested(Transition), names.SNAKE_PATTERN),
        "How the state of a row changes: what clients ask for, by name.",
        default=dict,
    )
    erase: Erase | None = word(
        ERASE,
        "What stays of a row when the person is erased that it belongs to: `anonymise`, all "
        "but what says something of them, or all of it, with the reason; else nothing.",
        default=None,
        examples=("anonymise", {"keep": "Tax law, ten years."}),
    )

    retention: Retention | None = word(
        RETENTION,
        "How long a row is kept, until a command deletes it: an age, or a mapping that says "
        "since when it counts.",
        default=None,
        examples=("7y", {"after": "90d", "since": "closed_at"}),
    )
    cache: str | None = word(
        DURATION,
        "How long answers with its rows are kept, its list and one row: a write lets go of "
        "them at once.",
        default=None,
        examples=("60s",),
    )

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields that identify a row; none where that is the generated `id`."""
        if self.key is not None:
            return self.key
        return tuple(name for name, field in self.fields.items() if field.auto)


def _title(said: Mapping[str, Any]) -> str:
    return names.words(str(said.get("name", ""))).capitalize()


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
    cache: Cache = word(Nested(Cache), "Where answers are kept.")
    deployment: Deployment = word(Nested(Deployment), "How it is built and shipped.")
    documents: Documents | None = word(
        Switched(Documents),
        "The documents in `docs/`: `true`, or which pages they don't have.",
        default=None,
        examples=(True, {"roadmap": False}),
    )
    telemetry: bool = word(
        FLAG,
        "Requests and their statements leave spans, which OpenTelemetry sends to a collector "
        "where a setting names one.",
        default=False,
    )
    roadmap: Roadmap | None = word(
        Nested(Roadmap),
        "In which order it is built; the documents show it.",
        default=None,
    )
    files: Files = word(Nested(Files), "Where the files of rows are kept.")
    messaging: Messaging = word(Nested(Messaging), "What carries events.")
    security: Security | None = word(
        Nested(Security), "Who signs in, and who may do what.", default=None
    )
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
    operations: dict[str, Custom] = word(
        Named(Nested(Custom), CUSTOM_NAME),
        "Operations of its own, beside those that every entity has: `Order.recount`.",
        default=dict,
    )
    events: dict[str, Event] = word(
        Named(Nested(Event), names.CLASS_PATTERN),
        "What others are told of changes of rows, by name.",
        default=dict,
    )
    jobs: dict[str, Job] = word(
        Named(Nested(Job), JOB_NAME),
        "Work that is done later, in a process of its own: `send_receipt`.",
        default=dict,
    )
    realtime: dict[str, Channel] = word(
        Named(Nested(Channel), names.SNAKE_PATTERN),
        "Rooms in which people see what happens at once, by the name of their kind.",
        default=dict,
    )
    resilience: dict[str, Dependency] = word(
        Named(Nested(Dependency), names.SNAKE_PATTERN),
        "Other systems that it calls, by name, and how it lives with one that is slow or away.",
        default=dict,
        examples=(
            {"payments": {"timeout": "2s", "contract": "payments.openapi.yaml"}},
        ),
    )
    namespaces: tuple[Namespace, ...] = word(
        Anything(), name=NAMESPACES, default=(), hidden=True
    )

    def area_of(self, entity: str) -> str | None:
        """The area that an entity belongs to, said by either side."""
        own = self.entities[entity].area
        listed = (name for name, area in self.areas.items() if entity in area.entities)
        return own or next(listed, None)
