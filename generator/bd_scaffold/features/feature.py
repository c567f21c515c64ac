"""What a capability adds to each stage, as one record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from ..language.design import Design, Entity, FieldType
from ..language.finding import Finding
from ..language.trait import Trait
from ..operation import Operation, OperationKind, Precondition, Returned
from ..record import Record
from .absent import (
    always,
    no_findings,
    no_notes,
    no_operations,
    no_remarks,
    no_settings,
    no_tables,
    not_watched,
    unchanged,
)
from .setting import Setting
from .watching import Watched

Use = tuple[str, str]
"""A module of the generated package, and a name that it defines: ("core.db.links", "Link")."""

Call = tuple[str, tuple[str, ...]]
"""A call in the generated code: what is called, and its arguments."""

Json = Mapping[str, Any]
Events = Mapping[str, Mapping[str, FieldType]]  # what each says, by its name

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Usage(Record, frozen=True):
    """What an entity says by which it uses a capability."""

    written: Entity
    pagination: Literal["page", "cursor"] = "page"
    backwards: bool = False  # a page leads to the one before, too
    totals: Literal["", "always", "on_request", "estimate"] = ""
    """How the length of its list is told; empty is as usual for its pagination."""
    kinds: frozenset[str] = frozenset()  # of its fields: "link"
    modifiers: Mapping[str, tuple[str, ...]] = _NOTHING
    """The attributes whose fields have a modifier, by the modifier."""
    design: Design | None = None  # the whole of which it is a part
    language: str = ""  # of words that lists are searched for, if it is for words


def in_designs(wanted: Callable[[Design], bool]) -> Callable[[Usage], bool]:
    """Return whether an entity is one of a design that wants a capability."""
    return lambda usage: usage.design is not None and wanted(usage.design)


def has_trait(design: Design, trait: str) -> bool:
    """Tell whether any entity of a design has a trait."""
    return any(trait in each.traits for each in design.entities.values())


class Expected(Record, frozen=True):
    """An entity of which a design says how many rows there will be."""

    name: str
    usage: Usage
    volume: int
    pagination: Literal["page", "cursor"]  # what the design says, of it or of all

    @property
    def place(self) -> tuple[str, ...]:
        """Where the design says how many."""
        return ("requirements", "quality", "volume", self.name)


class Policy(Record, frozen=True):
    """What PostgreSQL itself lets a statement see of a table's rows, and write."""

    name: str
    sql: str  # it is enough that one policy of a table is true of a row


class Column(Record, frozen=True):
    """A column that a capability adds to an entity's table; no client ever sets it."""

    name: str
    type: Literal["integer", "datetime", "text", "uuid"]
    nullable: bool = False
    minimum: int | None = None
    maximum: int | None = None
    hidden: bool = False  # it is no property of the entity's JSON
    filter: bool = False  # lists can be narrowed by it
    sort: bool = False  # lists can be ordered by it
    on_insert: Literal["now", "version"] | None = None  # what fills it in a new row
    on_update: Literal["now"] | None = None  # what fills it whenever a row changes
    mapper: str = ""  # of `models.base`: makes the mapper's arguments from the column
    references: str = ""  # a table of a capability's, to the key of which it refers
    divides: bool = False  # rows of another value have nothing to do with a row
    """What is unique is so among rows of one value, and rows refer to those of the same."""
    in_links: Use | None = None  # what makes its default in tables of many to many
    policies: tuple[Policy, ...] = ()  # of a table that has it
    existing: tuple[str, ...] = ()
    """SQL that gives it to rows that are there, of `{table}` and at the present, `{{now}}`."""
    existing_value: str = ""  # SQL of what that is, the same for each of them
    stands_for: str = ""  # the field whose values are equal where those in here are
    looked_up: bool = False  # requests look for values in it, by an index


class TableColumn(Record, frozen=True):
    """A column of a table that no entity stands for."""

    name: str
    type: Literal[
        "uuid",
        "string",
        "text",
        "boolean",
        "integer",
        "bigint",
        "datetime",
        "bytes",
        "json",
    ]
    length: int | None = None  # of a string
    nullable: bool = False
    primary: bool = False
    numbered: bool = False  # the database gives each new row the next number
    default: Literal["uuid7", "now"] | None = None  # what fills it in a new row


class TableReference(Record, frozen=True):
    """A foreign key of such a table, to the key of another one of the capability's."""

    column: str
    table: str
    on_delete: Literal["CASCADE", "RESTRICT", "SET NULL"] = "CASCADE"
    target: str = "id"


class AddedTable(Record, frozen=True):
    """A table that no entity stands for; the part has its mapped class."""

    name: str
    columns: tuple[TableColumn, ...]
    references: tuple[TableReference, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()  # groups of columns, by name
    indexes: tuple[tuple[str, ...], ...] = ()  # the same


class Copies(Record, frozen=True):
    """A table beside that of an entity, with copies of its rows as they were."""

    name: str  # what they are called beside it, and behind its table's name: "history"
    columns: tuple[
        TableColumn, ...
    ]  # of its own, before those of the rows; its key first


class AddedContract(Record, frozen=True):
    """What a capability's own routes add to the contract, as OpenAPI has it."""

    paths: Json = _NOTHING  # with the API's prefix where they have it
    parameters: Json = _NOTHING  # of operations, where a design has a say in them
    schemas: Json = _NOTHING  # by names that no entity has: "own-account"
    tags: tuple[Json, ...] = ()


class Scope(Record, frozen=True):
    """Which rows of a table are there for any statement."""

    condition: Use  # its class, which takes no arguments
    sql: str  # the same for partial indexes, in which only these rows are unique
    references: Use  # the base of repositories whose rows refer to such ones


class Repository(Record, frozen=True):
    """What a capability adds to the repository of an entity."""

    base: Use | None = None
    keyed: Use | None = None
    """The base in its stead, of rows whose keys tell them apart in their part alone."""
    extends: Use | None = None  # another capability's base, which this one is, too
    first: bool = False  # it is given values as callers say them, before other bases
    uses: tuple[Use, ...] = ()  # what else its module imports
    assignments: tuple[str, ...] = ()  # of its class
    insert_stamps: tuple[str, ...] = ()  # what fills columns of new rows, by name
    update_stamps: tuple[str, ...] = ()  # the same of rows that change
    removal_stamps: tuple[
        str, ...
    ] = ()  # of rows that are marked as deleted, all of them
    present: tuple[str, ...] = ()  # columns of new rows that get the present moment
    filters: Callable[[Usage], Iterable[Call]] = lambda _usage: ()
    """What narrows its lists, beside the filters of columns."""


class Argument(Record, frozen=True):
    """An argument in the generated code, and what it is made with."""

    source: str  # "if_match: IfMatch = MISSING"
    uses: tuple[Use, ...]


class Views(Record, frozen=True):
    """How answers differ by who asks: what makes builders of them, and which one is asked."""

    maker: Use  # what is called with the builder's class, the schema and the rules
    rules: Use
    asking: Argument  # the parameter of functions that says who asks
    chosen: str  # what the router's object is asked for: "seen_by(principal)"
    chosen_at_work: str = ""  # the same, where a unit of work says who asks


class Answer(Record, frozen=True):
    """How a router answers an operation that shows something else than rows."""

    builder: Use  # the class of what builds its answers
    name: str  # of the object that does: "history"
    shown: Use  # the class of what comes back
    query: Use  # the class of its query's parameters


class Finish(Record, frozen=True):
    """What the answers of some operations are passed through."""

    call: Use  # what is called with the answer
    arguments: tuple[str, ...]  # and with what else
    of: Callable[[Operation], bool]  # whether an operation's is


class Reading(Record, frozen=True):
    """How bodies are read of some operations, which have another form, too."""

    of: Callable[[Operation], bool]  # whether an operation's are
    kind: (
        Call  # what stands behind the type of its schema, and what is called with that
    )
    data: str  # what is called for what the service is given
    extra: str  # what OpenAPI is told of the other form
    uses: tuple[Use, ...]


class Served(Record, frozen=True):
    """How a router serves operations of a kind that is a capability's own.

    Their functions get no service, and hand on what makes one of a unit of work.
    """

    route: Callable[[Operation], Iterable[Argument]]  # arguments of its route
    given: Argument  # the parameter of the function whose method is called
    calls: Callable[[Operation], tuple[str, Sequence[Argument]]]
    """What is called, and with what beside the service and the row's key."""
    told: Callable[[Operation], Argument | None] = lambda _operation: None
    """What OpenAPI is told of answers otherwise: a call, which gets them behind its own."""


class Router(Record, frozen=True):
    """What a capability adds to the router of an entity."""

    builder: Use | None = None  # the class of what builds its responses
    views: Views | None = None  # where these are not the same for all
    route: Use | None = None  # the class of its routes
    headers: Mapping[str, Argument] = _NOTHING  # of requests
    conditions: Mapping[Precondition, Argument] = _NOTHING
    """What the service is told of each condition of a request."""
    dependencies: Callable[[Operation], Iterable[Argument]] = lambda _operation: ()
    """What is asked before an operation, and before its body is read."""
    answers: Mapping[Returned, Answer] = _NOTHING  # of its own operations
    finish: Finish | None = None
    reading: Reading | None = None
    serves: Mapping[OperationKind, Served] = _NOTHING


class Components(Record, frozen=True):
    """Components of the contract that operations refer to by name, as OpenAPI has them."""

    parameters: Json = _NOTHING
    responses: Json = _NOTHING
    headers: Json = _NOTHING
    security: Json = _NOTHING  # the schemes by which callers sign in
    error: tuple[str, Json] | None = None
    """The media type and the schema of errors, in place of the envelope."""


class Cost(Record, frozen=True):
    """What it costs to switch a capability off."""

    loses_data: bool = False
    breaks_clients: bool = False


class Subject(Record, frozen=True):
    """The entity that operations are about, by its names."""

    name: str  # "OrderLine"
    singular: str  # "order_line"
    label: str  # "order line"
    item_path: str  # "/order-lines/{order_line_id}"
    path: str  # "/order-lines"
    plural: str  # "order_lines"
    label_plural: str  # "order lines"
    query: str  # the class of its list's parameters: "OrderLineQuery"


class Reasons(Record, frozen=True):
    """The architecture decision that a design makes by using a capability."""

    number: int  # of its file among the documents, which it keeps: 9101
    title: str
    context: str
    decision: str
    consequences: str


def no_contract(_design: Design, _prefix: str) -> AddedContract:
    """Return nothing, for a capability whose routes are all of entities."""
    return AddedContract()


class Feature(Record, frozen=True):
    """One capability; every stage loops over those that an entity uses."""

    name: str
    said: str  # how a design says it: "traits: [versioned]"
    summary: str  # what it does, for the list of all; its page says the rest
    used_by: Callable[[Usage], bool]
    wanted: Callable[[Design], bool] = always
    """Whether a design may use it at all: where it doesn't, nothing of it counts."""
    form: Callable[[Usage], Feature] | None = None
    """What it is to an entity, where that depends on what the entity says."""
    # the language
    traits: tuple[Trait, ...] = ()  # the words of an entity's `traits` that are its own
    rule: Callable[[str, Entity], Iterable[Finding]] = no_findings
    notes: Callable[[Expected], Iterable[Finding]] = no_notes
    """What `check` says of it where many rows are expected; it stops nobody."""
    remarks: Callable[[Design], Iterable[Finding]] = no_remarks
    """What `check` says of its words where they do nothing; it stops nobody."""
    parameters: tuple[str, ...] = ()  # of lists, which no filter may be called like
    packages: Mapping[str, str] = _NOTHING
    """What else is imported by a name, so that the project's package can't have it."""
    modules: tuple[str, ...] = ()  # at the root, which no area is called like
    classes: tuple[str, ...] = ()  # of the generated code, which no entity's is called
    # the table
    columns: tuple[Column, ...] = ()
    tables: Callable[[Design], Iterable[AddedTable]] = no_tables
    """Tables beside those of entities; each comes after those that it refers to."""
    extends: Callable[[Design], Iterable[AddedTable]] = no_tables
    """What it adds to tables of other capabilities, by their names."""
    copies: Copies | None = None  # of rows that use it
    scope: Scope | None = None
    worded: Callable[[Usage], Iterable[str]] = lambda _usage: ()
    """Attributes by the words of which rows are found, the one that says most first."""
    keeps_rows: bool = False  # a delete leaves the row where it is
    depends_on_who: bool = False  # which rows a statement sees hangs on who asks
    # the API
    operations: Callable[[Subject], Iterable[Operation]] = no_operations
    operation: Callable[[Operation], Operation] = unchanged
    components: Components = Components()
    permissions: tuple[str, ...] = ()  # that its code asks for, and no rule of a design
    contract: Callable[[Design, str], AddedContract] = no_contract
    """Paths beside those of entities, given the API's prefix; the part has their routes."""
    # the code
    repository: Repository = Repository()
    attributes: Mapping[str, Use] = _NOTHING
    """Attributes of the mapped class, each with the module of the slice that has its value."""
    types: tuple[str, ...] = ()  # of values that its own code reads: "email"
    mapped: tuple[Use, ...] = ()  # classes of its tables, for `models/__init__.py`
    service: Use | None = None  # a base of the service
    own_service: Use | None = None
    """One that the slice has: its module there, and its name behind the entity's."""
    router: Router = Router()
    resource: Callable[[Usage, Collection[str]], Iterable[str]] = (
        lambda _usage, _given: ()
    )
    """Arguments of the `RESOURCE` of its tests; they get the attributes that rows have."""
    tests: Mapping[str, str] = _NOTHING
    """The module of `tests/api` that tries an operation of its own, by its name or its kind."""
    # changes
    removal: Cost = Cost()
    brings: tuple[str, ...] = ()
    """Headers, parameters and statuses of the contract that changes call by its name.

    `200 204` is the second status, where an operation has it beside the first.
    """
    part: bool = True  # the blueprint has a part of its name
    shares: tuple[str, ...] = ()  # parts that it needs beside that, as others may
    environment: bool = (
        False  # it asks more of production: `ENVIRONMENT` says which it is
    )
    settings: Callable[[Design], Iterable[Setting]] = no_settings  # of deployments
    commands: bool = False  # developers have a command for it, in the justfile
    follows: bool = False  # it looks at each row that is written, whoever writes it
    worker: bool = False  # something of it runs beside the API, in a worker process
    events: Callable[[Design], Events] = lambda _design: {}
    """The events that jobs can start on."""
    consumes: Callable[[Design], Collection[str]] = lambda _design: ()
    """The names of events that it hands on to somebody."""
    measures: Mapping[str, str] = _NOTHING
    """What measures a goal in place of the usual, as Markdown, by its word of `quality`."""
    watched: Callable[[Design], Watched | None] = not_watched
    """What of it is watched while the service runs, where a design asks for that."""
    reasons: Reasons | None = None  # the decision that using it is, for the documents
    told: bool = True  # a model tells of every entity whether it uses it
