"""The resolved model: everything that templates and the contract see, with every name derived.

A model is JSON-able and frozen. It is stored in the project (`.bd/model.yaml` and the answers
file), so a later release of the generator never changes what an older project was made from.
What has its default is not stored, and not there for a template: `schema.pattern is defined`.
Words of a team's own are there in full wherever a blueprint in use has some for the place.

What templates may rely on is promised (`promise.py`): a docstring says what a record is, and the
comment beside a field what a template's author has to know of it; examples stand in quotes.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from ...record import Record
from ...resolve.access_types import AccessLine, AccessTable
from ...resolve.types import Enum, Index, IndexKey, IndexOrigin, Scalar
from .api import (
    ATTACHED,
    Association,
    Components,
    Contract,
    EntityContract,
    ErrorBody,
    Filter,
    KeyPart,
    Nested,
    NestedLink,
    Owned,
    Owner,
    PartOf,
    Property,
    Sort,
    Through,
    ValuePart,
    ValueType,
)
from .code import (
    AccessCasesCode,
    AccessCode,
    Import,
    InclusionsCode,
    MappedCode,
    PaginationCode,
    PersonCode,
    RepositoryCode,
    Resource,
    ResourceAssociation,
    ResourceLink,
    ResourcePython,
    ResourceReference,
    RouterCode,
    SeedCode,
    ServiceCode,
    TransitionsCode,
)
from .custom import CustomGroup, CustomOperation, Refusal
from .diagrams import Diagram, Diagrams
from .documents import (
    ApiPage,
    AreaTold,
    Call,
    Convention,
    DecisionsPage,
    Documents,
    Goal,
    Grade,
    Guide,
    Layer,
    Met,
    Milestone,
    Neighbour,
    OpenCall,
    Overview,
    Page,
    Phase,
    PhaseTold,
    Point,
    Risk,
    Roadmap,
    RoadmapPage,
    SecurityPage,
    StatusTold,
)
from .entity import (
    Entity,
    Finder,
    Inclusion,
    Link,
    Relationship,
    Retention,
    Transition,
    TransitionSet,
)
from .load_test import LoadTest
from .project import (
    Api,
    Area,
    Database,
    Decision,
    Deployment,
    Engine,
    Fact,
    Idempotency,
    Project,
    Requirement,
    Requirements,
    Role,
    Security,
    Seeds,
    Status,
)
from .tables import (
    CheckOrigin,
    Column,
    ColumnKind,
    ColumnType,
    Computed,
    Constraint,
    ConstraintKind,
    Default,
    DefaultKind,
    Migration,
    OnDelete,
    OnUpdate,
    PerEngine,
    Policy,
    Sealed,
    Table,
    TablePython,
)
from .traces import (
    TracedGoal,
    TracedGroup,
    TracedOperation,
    TracedRequirement,
    Traces,
)
from .versions import OlderContract, OlderEntity, OlderVersion

__all__ = [
    "ATTACHED",
    "FORMAT",
    "LATER",
    "AccessCasesCode",
    "AccessCode",
    "AccessLine",
    "AccessTable",
    "Api",
    "ApiPage",
    "Area",
    "AreaTold",
    "Association",
    "Call",
    "CheckOrigin",
    "Column",
    "ColumnKind",
    "ColumnType",
    "Components",
    "Computed",
    "Constraint",
    "ConstraintKind",
    "Contract",
    "Convention",
    "CustomGroup",
    "CustomOperation",
    "Database",
    "Decision",
    "DecisionsPage",
    "Default",
    "DefaultKind",
    "Deployment",
    "Diagram",
    "Diagrams",
    "Documents",
    "Engine",
    "Entity",
    "EntityContract",
    "ErrorBody",
    "Fact",
    "Filter",
    "Finder",
    "Goal",
    "Grade",
    "Guide",
    "Idempotency",
    "Import",
    "Inclusion",
    "InclusionsCode",
    "Index",
    "IndexKey",
    "IndexOrigin",
    "KeyPart",
    "Layer",
    "Link",
    "LoadTest",
    "MappedCode",
    "Met",
    "Migration",
    "Milestone",
    "Model",
    "Neighbour",
    "Nested",
    "NestedLink",
    "OlderContract",
    "OlderEntity",
    "OlderVersion",
    "OnDelete",
    "OnUpdate",
    "OpenCall",
    "Overview",
    "Owned",
    "Owner",
    "Page",
    "PaginationCode",
    "PartOf",
    "PerEngine",
    "PersonCode",
    "Phase",
    "PhaseTold",
    "Point",
    "Policy",
    "Project",
    "Property",
    "Refusal",
    "Relationship",
    "RepositoryCode",
    "Requirement",
    "Requirements",
    "Resource",
    "ResourceAssociation",
    "ResourceLink",
    "ResourcePython",
    "ResourceReference",
    "Retention",
    "Retired",
    "Risk",
    "Roadmap",
    "RoadmapPage",
    "Role",
    "RouterCode",
    "Sealed",
    "Security",
    "SecurityPage",
    "SeedCode",
    "Seeds",
    "ServiceCode",
    "Sort",
    "Status",
    "StatusTold",
    "Table",
    "TablePython",
    "Through",
    "TracedGoal",
    "TracedGroup",
    "TracedOperation",
    "TracedRequirement",
    "Traces",
    "Transition",
    "TransitionSet",
    "TransitionsCode",
    "Uses",
    "ValuePart",
    "ValueType",
]

FORMAT: Final = 1
"""The major version of what the model promises to templates; additions keep it."""
LATER = frozenset(
    {
        *(
            "types",
            "security",
            "custom",
            "refusals",
            "versions",
            "documents",
            "roadmap",
        ),
        "seeds",
        "load_test",
    }
)
"""The members of the model that its first release did not have: left out where they are empty.

So a design that says nothing of them makes what it made before.
"""


class Uses(Record, frozen=True):
    """What the design needs of the generated core; a passage that serves nothing isn't there."""

    types: tuple[Scalar, ...]  # that values have, in bodies and in parameters: "uuid"
    integers: bool  # bodies hold integers
    parameters: bool  # some parameter stands for something else than a text
    columns: tuple[ColumnKind, ...]  # what tables hold: "uuid"
    long_decimals: bool  # tables hold decimals of more digits than SQLite does
    codes: bool  # the server makes random codes
    today: bool  # the server fills in the day
    constraints: bool  # what the data refuses: duplicates, broken checks, references
    guards: bool  # changes may be conditional on what a row holds: `expected`
    includes: bool  # related rows are loaded along, as those of many to many are
    unlisted: bool  # some of them for the row itself only, not for the rows of lists
    trees: bool  # rows refer to rows of their own kind
    preparation: bool  # values are checked or changed before they are stored
    nested: bool  # some list is narrowed by its path, such as another entity's
    scopes: bool  # some rows are hidden: `__scope__`
    expressions: bool = False  # what is unique is a function of values: `lower(email)`
    named_columns: bool = False  # some column is called otherwise than its property
    numbered: bool = False  # the database numbers the rows of some table
    dividing: tuple[str, ...] = ()  # columns by which rows are divided: "tenant_id"
    divided_keys: tuple[str, ...] = ()  # those of them that are in primary keys
    written_keys: bool = False  # some are not in paths as Python shows them: a datetime
    generated_keys: bool = False  # new rows of some get a number or a code as their key
    normal: bool = False  # some texts are stored in one form
    by_engine: bool = False  # some checks or indexes read otherwise on each engine
    lists: bool = False  # tables hold lists of what JSON has as texts: days, decimals
    ranges: bool = False  # some days or times have an earliest or a latest value
    unique_references: bool = False  # some refer to what is unique, and not to the key
    waiting: bool = False  # some foreign key refuses only what still refers in the end
    set_default: bool = False  # some foreign key refers to its default in the end
    sequences: bool = False  # the database counts columns up that are no keys
    deferred: bool = False  # some foreign key is checked at the commit
    circles: bool = False  # rows of some kinds need each other
    composite_trees: bool = False  # rows do so by a key of several parts
    nested_one: bool = False  # some row is read under another entity's path
    nested_links: bool = False  # rows are related many to many under each other's paths
    link_filters: bool = False  # lists are narrowed by relations of many to many
    through: bool = False  # the same, by rows of an entity that relate two others
    through_alone: bool = False  # those by keys of one part
    through_parts: bool = False  # those by a key of several parts on some side
    composite_filters: bool = False  # lists are narrowed by relations of such keys
    composite_links: bool = False  # relations of such keys stand under paths
    composite_nested_links: bool = False  # and clients relate rows there
    restricting_links: bool = False  # rows that links lead to are not deleted
    sparse_fields: bool = False  # requests name the fields that answers have
    inclusions: bool = False  # answers show related rows in each of theirs
    orders: bool = False  # some lists have an order where a request asks for none
    filter_forms: bool = False  # by several values, by what is missing, by a start
    described: bool = False  # the design says what the values of some enum mean
    ordered: bool = False  # lists are sorted by an enum in the order of its values
    computed: bool = False  # the database computes some columns from others
    padded: bool = False  # tables hold texts with blanks at their end
    computed_indexes: bool = False  # some index is of what functions make of columns
    private: tuple[str, ...] = ()  # the attributes whose values stay out of logs
    stand_ins: bool = False  # some column is compared in the place of another one
    native: bool = False  # some columns hold enums that are types of PostgreSQL
    composites: bool = False  # some values are made of several columns
    exclusions: bool = False  # rows of some kind don't overlap
    principals: bool = False  # what a statement sees hangs on who asks
    extensions: tuple[str, ...] = ()  # of PostgreSQL, that tables need: "btree_gist"
    apart: bool = False  # some writes are taken back, and nothing else of a transaction
    owned: bool = False  # rows are written and read inside of the one that owns them
    belonging: bool = False  # the version of such a one moves with each of its rows
    several: bool = False  # operations of its own answer several entities at once
    words: bool = False  # lists are searched for words, of which tables have indexes
    related_sorts: bool = False  # lists are ordered by the rows that theirs refer to
    related_forms: bool = False  # or narrowed by what these rows are not, or lack
    backwards: bool = False  # a page of some list leads to the one before, too
    open_lists: bool = False  # numbered pages of some don't say how many there are
    asked_totals: bool = False  # of some lists a request may ask how long they are
    counted_cursors: bool = False  # pages by cursor of some do
    estimates: bool = False  # of some lists it is told about how long they are
    paginations: tuple[
        PaginationCode, ...
    ] = ()  # what answers say of pages, where that isn't usual
    unquoted: tuple[
        str, ...
    ] = ()  # names that an engine keeps and SQLAlchemy doesn't quote


class Retired(Record, frozen=True):
    """A file of what the design no longer has, kept since somebody has edited it."""

    path: str  # in the project: "src/shop/sales/coupons/service.py"
    text: str  # as it was generated, without the edits


class Model(Record, frozen=True):
    """The whole design, resolved: what every template sees as `model`."""

    format: Literal[1]  # the major version of this promise
    project: Project  # its names and words
    api: Api  # how the HTTP API behaves
    database: Database  # where the data lives
    deployment: Deployment  # what builds the project
    parts: tuple[str, ...]  # of the blueprint, for what the design uses: "search"
    uses: Uses  # what it needs of the core
    requirements: Requirements  # what is asked of the system
    decisions: tuple[Decision, ...]  # those about its architecture, in order
    enums: tuple[Enum, ...]  # the shared ones, then those of single fields
    areas: tuple[Area, ...]  # those that have an entity
    entities: tuple[Entity, ...]  # in the design's order
    tables: dict[str, Table]  # by name, each after those that it points to
    migration: Migration  # the first one, which makes every table
    routers: tuple[Import, ...]  # each router and its name in `api.py`
    resources: tuple[Import, ...]  # each `RESOURCE` of the tests, under its own name
    tests: tuple[str, ...]  # of all resources, that have something to try: "create"
    mapped: tuple[Import, ...]  # every mapped class, in order
    mapped_names: tuple[str, ...]  # of mapped classes, sorted for an `__all__`
    components: Components  # what capabilities add to the contract
    contract: Annotated[
        Contract | None, ATTACHED
    ]  # what `openapi.yaml` says of no single entity
    retired: tuple[Retired, ...] = ()  # edited files of what the design no longer has
    types: tuple[ValueType, ...] = ()  # of values with parts that some entity has
    security: Security | None = None  # who signs in, and with what roles
    custom: tuple[
        CustomGroup, ...
    ] = ()  # operations of its own, by what they belong to
    refusals: tuple[Refusal, ...] = ()  # what these may be refused with
    versions: tuple[
        OlderVersion, ...
    ] = ()  # of the API, older than today's and served beside it, the newest first
    documents: Documents | None = None  # what its pages say, where it has some
    roadmap: Roadmap | None = None  # in which order it is built
    seeds: Seeds | None = None  # the rows that a database is filled with
    load_test: LoadTest | None = None  # what a load test asks for
