"""What the documents of a project say beside what the rest of the model does."""

from __future__ import annotations

from typing import Literal

from ...record import Record
from .diagrams import Diagrams
from .figures import (
    BackupPage,
    DatabasePage,
    DeploymentPage,
    MigrationPage,
    ScalabilityPage,
)
from .traces import Traces

Grade = Literal["low", "medium", "high"]


class Milestone(Record, frozen=True):
    """Something that can be seen to be done."""

    name: str  # what is there then: "The catalogue is public"
    due: str = ""  # by when, where the design says so: "2027-03-31"


class Phase(Record, frozen=True):
    """A stretch of the roadmap."""

    name: str  # in the design: "Catalogue"
    goal: str = ""  # what is true at its end, in one line
    delivers: tuple[str, ...] = ()  # requirements that it meets: "FR-1"
    after: tuple[str, ...] = ()  # phases that are done before it: "Catalogue"
    needs: tuple[str, ...] = ()  # what else it waits for, a line each
    starts: str = ""  # its first day, where the design says so: "2027-01-11"
    ends: str = ""  # its last day, the same
    milestones: tuple[Milestone, ...] = ()  # on the way, in the design's order


class Risk(Record, frozen=True):
    """Something that may go wrong on the way."""

    risk: str  # what may happen, in one line
    likelihood: Grade | None = None  # how likely that is
    impact: Grade | None = None  # how bad it would be
    response: str = ""  # what is done about it, in one line
    phase: str = ""  # the phase that it is about, if it is about one


class Roadmap(Record, frozen=True):
    """In which order the system is built, as the design says it."""

    phases: tuple[Phase, ...] = ()  # in the design's order
    risks: tuple[Risk, ...] = ()  # the same


class Page(Record, frozen=True):
    """One page of the documents."""

    title: str  # its heading: "Security Implementation"
    file: str  # its name in `docs/`: "security-implementation.md"
    summary: str  # what it tells, in a sentence for the index
    nothing: str = (
        ""  # what it says first, or instead, where the design has nothing for it
    )


class Met(Record, frozen=True):
    """A functional requirement, and the operations that meet it as clients call them."""

    id: str  # "FR-1"
    text: str  # what has to be possible, in one line
    by: str = ""  # in Markdown: "every operation of Tag, `GET /api/v1/products`"


class Goal(Record, frozen=True):
    """A quality that is asked for, and what the project has for it."""

    name: str  # "Availability"
    target: str  # "99.9%"
    means: str  # what it comes to, with its formula; or what serves it
    word: str  # where the design says it: "requirements.quality.availability"


class Neighbour(Record, frozen=True):
    """Somebody or something outside of the system that it has to do with."""

    name: str  # "clerk", "PostgreSQL"
    does: str  # what the two have to do with each other
    word: str  # what says so: "security.roles", "database.engine"


class AreaTold(Record, frozen=True):
    """An area of the design, and what it knows of others."""

    name: str  # "sales"
    entities: tuple[str, ...]  # "Order"
    uses: tuple[str, ...] = ()  # areas to which its relations lead: "catalogue"


class Layer(Record, frozen=True):
    """What a request passes on its way, in order."""

    what: str  # "The router"
    where: str  # the file, by a path of the project
    does: str  # in a sentence


class Overview(Record, frozen=True):
    """What the system overview says beside what the model does."""

    met: tuple[Met, ...] = ()  # functional requirements
    goals: tuple[Goal, ...] = ()  # qualities
    neighbours: tuple[Neighbour, ...] = ()  # outside of the system
    areas: tuple[AreaTold, ...] = ()  # where the design has some
    layers: tuple[Layer, ...] = ()  # the way of a request


class Convention(Record, frozen=True):
    """Something that holds for every request, in Markdown."""

    what: str  # "Length of a page"
    how: str  # how it is here
    word: str  # what says so: "`api.limit`"


class StatusTold(Record, frozen=True):
    """A status that some operation answers."""

    code: int  # 404
    means: str  # when a client gets it, in a sentence


class Call(Record, frozen=True):
    """An operation of no entity."""

    method: str  # "POST"
    path: str  # with the API's prefix, where it has it: "/api/v1/auth/sign-in"
    summary: str  # what it does, in a sentence


class ApiPage(Record, frozen=True):
    """What the API specification says beside what the model does."""

    statuses: tuple[StatusTold, ...] = ()  # of all operations, in order
    rules: dict[str, str] | None = None  # who may call an operation, by its id
    lists: dict[str, str] | None = None  # how an entity's list is asked, by its name
    calls: tuple[Call, ...] = ()  # of no entity
    conventions: tuple[Convention, ...] = ()  # of errors and lists, where it has some


class DecisionsPage(Record, frozen=True):
    """What the list of decisions says beside the decisions themselves."""

    own: int = 0  # how many of them the design says; they come first


class OpenCall(Record, frozen=True):
    """What anybody may do without signing in."""

    entity: str  # "Product"
    operations: tuple[str, ...]  # "list", "get"
    rule: str  # as the design says it: "public"


class SecurityPage(Record, frozen=True):
    """What the security page says beside what the model does."""

    open_calls: tuple[OpenCall, ...] = ()  # without signing in
    operations: int = 0  # that the API has, of entities and of the design's own


class Point(Record, frozen=True):
    """One line of what belongs to a phase."""

    kind: str  # what it is to the phase: "delivers FR-1", "waits for", "milestone"
    text: str  # what it says, in one line
    due: str = ""  # by when, of a milestone that has a day


class PhaseTold(Record, frozen=True):
    """A phase of the roadmap, as a page shows it."""

    name: str  # "Catalogue"
    said: str  # its goal and its length, in one line
    points: tuple[Point, ...] = ()  # what it delivers, waits for, and passes


class RoadmapPage(Record, frozen=True):
    """What the roadmap says beside what the design does."""

    phases: tuple[PhaseTold, ...] = ()  # in the design's order
    undelivered: tuple[Met, ...] = ()  # requirements that no phase delivers
    first: str = ""  # the first day of all phases, where one has one
    last: str = ""  # the last day of all phases


class Guide(Record, frozen=True):
    """The example that the implementation guide goes through: one entity of the design."""

    entity: str  # "Order"
    directory: str  # its slice: "src/shop/sales/orders"
    path: str  # of one, with the API's prefix: "/api/v1/orders/{order_id}"
    row: str  # the mapped class: "Order"
    service: str  # the class of its service: "OrderService"
    variable: str  # of one: "order"
    body: str = (
        ""  # the class of what creates one: "OrderCreate"; empty where nothing does
    )


class Documents(Record, frozen=True):
    """What the pages of the documents say, each worked out where it is asked for."""

    pages: dict[str, Page]  # by the design's word, in their order: "security"
    overview: Overview | None = None  # of the system overview
    database: DatabasePage | None = None  # of the database page
    scalability: ScalabilityPage | None = None  # of the scalability plan
    deployment: DeploymentPage | None = None  # of the page of the deployment
    migration: MigrationPage | None = None  # of the migration plan
    backup: BackupPage | None = None  # of the page about backups
    api: ApiPage | None = None  # of the API specification
    decisions: DecisionsPage | None = None  # of the list of decisions
    security: SecurityPage | None = None  # of the security page
    roadmap: RoadmapPage | None = None  # of the roadmap
    guide: Guide | None = None  # of the implementation guide
    diagrams: Diagrams | None = None  # what these show, as text for Mermaid
    traces: Traces | None = None  # which operations meet a requirement, and back
