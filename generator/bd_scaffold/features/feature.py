"""What a capability adds to each stage, as one record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal

from ..language.design import Design, Entity, FieldType
from ..language.finding import Finding
from ..language.trait import Trait
from ..operation import Operation
from ..record import Record
from .absent import (
    NOTHING,
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
from .routes import Router
from .setting import Setting
from .tables import AddedTable, Column, Copies, Scope
from .use import Call, Use
from .watching import Watched

Json = Mapping[str, Any]
Events = Mapping[str, Mapping[str, FieldType]]  # what each says, by its name


class Usage(Record, frozen=True):
    """What an entity says by which it uses a capability."""

    written: Entity
    pagination: Literal["page", "cursor"] = "page"
    backwards: bool = False  # a page leads to the one before, too
    totals: Literal["", "always", "on_request", "estimate"] = ""
    """How the length of its list is told; empty is as usual for its pagination."""
    kinds: frozenset[str] = frozenset()  # of its fields: "link"
    modifiers: Mapping[str, tuple[str, ...]] = NOTHING
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


class AddedContract(Record, frozen=True):
    """What a capability's own routes add to the contract, as OpenAPI has it."""

    paths: Json = NOTHING  # with the API's prefix where they have it
    parameters: Json = NOTHING  # of operations, where a design has a say in them
    schemas: Json = NOTHING  # by names that no entity has: "own-account"
    tags: tuple[Json, ...] = ()


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


class Components(Record, frozen=True):
    """Components of the contract that operations refer to by name, as OpenAPI has them."""

    parameters: Json = NOTHING
    responses: Json = NOTHING
    headers: Json = NOTHING
    security: Json = NOTHING  # the schemes by which callers sign in
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
    packages: Mapping[str, str] = NOTHING
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
    attributes: Mapping[str, Use] = NOTHING
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
    tests: Mapping[str, str] = NOTHING
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
    addresses: Callable[[Design], Iterable[str]] = (
        lambda _design: ()  # that clients ask beside the API's prefix
    )
    commands: bool = False  # developers have a command for it, in the justfile
    daily: tuple[str, ...] = ()
    """What is run once a day: a module of the package, and the words of its command."""
    follows: bool = False  # it looks at each row that is written, whoever writes it
    worker: bool = False  # something of it runs beside the API, in a worker process
    events: Callable[[Design], Events] = lambda _design: {}
    """The events that jobs can start on."""
    consumes: Callable[[Design], Collection[str]] = lambda _design: ()
    """The names of events that it hands on to somebody."""
    measures: Mapping[str, str] = NOTHING
    """What measures a goal in place of the usual, as Markdown, by its word of `quality`."""
    watched: Callable[[Design], Watched | None] = not_watched
    """What of it is watched while the service runs, where a design asks for that."""
    reasons: Reasons | None = None  # the decision that using it is, for the documents
    told: bool = True  # a model tells of every entity whether it uses it
