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
from ...resolve.types import Enum, Index, IndexKey, IndexOrigin
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
from .cloud import Cloud, CloudEnvironment, Connection
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
    FileOfRow,
    Finder,
    Inclusion,
    KeptAnswers,
    Link,
    Relationship,
    Retention,
    Transition,
    TransitionSet,
)
from .events import Event, EventField
from .jobs import Job, Jobs
from .kubernetes import Environment, Kubernetes, SecretKey, Variable, Workload
from .load_test import LoadTest
from .monitoring import Monitoring
from .outbound import Breaker, Dependency, DependencyOperation
from .project import (
    Api,
    Area,
    Cache,
    Database,
    Decision,
    Deployment,
    Engine,
    Fact,
    Files,
    Idempotency,
    Messaging,
    Project,
    Requirement,
    Requirements,
    Role,
    Security,
    Seeds,
    Status,
)
from .realtime import Channel, Realtime, ToldEvent
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
from .uses import Uses
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
    "Breaker",
    "Cache",
    "Call",
    "Channel",
    "CheckOrigin",
    "Cloud",
    "CloudEnvironment",
    "Column",
    "ColumnKind",
    "ColumnType",
    "Components",
    "Computed",
    "Connection",
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
    "Dependency",
    "DependencyOperation",
    "Deployment",
    "Diagram",
    "Diagrams",
    "Documents",
    "Engine",
    "Entity",
    "EntityContract",
    "Environment",
    "ErrorBody",
    "Event",
    "EventField",
    "Fact",
    "FileOfRow",
    "Files",
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
    "Job",
    "Jobs",
    "KeptAnswers",
    "KeyPart",
    "Kubernetes",
    "Layer",
    "Link",
    "LoadTest",
    "MappedCode",
    "Messaging",
    "Met",
    "Migration",
    "Milestone",
    "Model",
    "Monitoring",
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
    "Realtime",
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
    "SecretKey",
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
    "ToldEvent",
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
    "Variable",
    "Workload",
]

FORMAT: Final = 1
"""The major version of what the model promises to templates; additions keep it."""
LATER = frozenset(
    [
        "types",
        "security",
        "custom",
        "refusals",
        "versions",
        "documents",
        "roadmap",
        "seeds",
        "load_test",
        "monitoring",
        "events",
        "jobs",
        "realtime",
        "telemetry",
        "dependencies",
        "files",
        "cache",
        "messaging",
        "kubernetes",
        "environments",
        "cloud",
        "cloud_environments",
    ]
)
"""The members of the model that its first release did not have: left out where they are empty.

So a design that says nothing of them makes what it made before.
"""


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
    monitoring: Monitoring | None = None  # what is watched while it runs
    events: tuple[Event, ...] = ()  # what others are told of changes of rows
    jobs: Jobs | None = None  # work that is done later, in a process of its own
    realtime: Realtime | None = None  # rooms in which people see what happens at once
    telemetry: bool = False  # requests leave spans, where a setting says for whom
    dependencies: tuple[Dependency, ...] = ()  # other systems that it calls
    files: Files | None = None  # where those of rows are kept, if there are any
    cache: Cache | None = None  # where answers are kept, where some are
    messaging: Messaging | None = None  # what carries events beyond the database
    kubernetes: Kubernetes | None = None  # what runs in a cluster, where it is for one
    environments: tuple[Environment, ...] = ()  # of the cluster, by what differs there
    cloud: Cloud | None = None  # what it needs of one, where it is for one
    cloud_environments: tuple[CloudEnvironment, ...] = ()  # by how much each has
