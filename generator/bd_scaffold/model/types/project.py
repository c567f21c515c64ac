"""What the whole project is: its names, where it runs, what its documents say."""

from __future__ import annotations

from typing import Literal

from ...record import Record
from ...resolve.access_types import AccessTable
from ...resolve.types import OwnWords

Engine = Literal["postgresql", "sqlite"]
Status = Literal["proposed", "accepted", "deprecated", "superseded"]


class Project(Record, frozen=True):
    """The names and words of the whole project."""

    name: str  # of the distribution, in kebab case: "shop"
    package: str  # the import package: "shop"
    title: str  # what people call the project: "Shop"
    description: str  # a sentence or more for readers; empty where the design has none
    version: str  # the release of the generated project: "0.1.0"
    title_source: str  # its title as a Python literal
    x: OwnWords | None = None  # words of a team's own: `project.x.acme.cost_centre`


class Idempotency(Record, frozen=True):
    """Writes that are done once, however often they are sent under a key."""

    keep: str  # how long an answer is kept: "24h"
    seconds: int  # the same as a number: 86400
    required: bool = False  # a write without a key is refused


class Api(Record, frozen=True):
    """How the HTTP API behaves everywhere."""

    version: str  # the name of the API's version in every path: "v1"
    prefix: str  # what every path begins with: "/api/v1"
    default_limit: int  # rows of a page, unless a request says otherwise
    max_limit: int  # the most rows that a request may ask for
    cors: tuple[str, ...]  # origins whose pages may call it: "https://example.com"
    cors_sources: tuple[str, ...]  # the origins of `cors` as Python literals
    rate_limit: str | None = None  # requests of a caller in a time: "300/minute"
    rate_limits: dict[str, str] | None = None  # of entities that have their own
    idempotency: Idempotency | None = None  # writes are done once under a key
    errors: Literal["envelope", "problem"] = "envelope"  # what an error's body is
    rate_limit_headers: Literal["x", "ietf"] = "x"  # how answers tell of what is left
    json_patch: bool = False  # PATCH takes operations of JSON Patch, too
    prefer: bool = False  # clients may have writes answered without a body


class Database(Record, frozen=True):
    """Where the data lives."""

    engine: Engine  # what production runs on
    postgresql: bool  # production runs on PostgreSQL


class Cache(Record, frozen=True):
    """Where answers are kept."""

    store: Literal["memory", "redis"]  # in each process, or in what all share


class Messaging(Record, frozen=True):
    """What carries events to other processes, and to other services."""

    broker: Literal["kafka", "nats", "rabbitmq", "redis"]  # its adapter's module, too
    title: str  # what people call it: "RabbitMQ"
    consumes: bool  # jobs of its own start on what it carries


class Deployment(Record, frozen=True):
    """What builds and ships the project."""

    github: bool  # the project is built by GitHub Actions
    gitlab: bool  # the project is built by GitLab CI
    no_container: bool = False  # there is no Dockerfile, and no image is built
    no_compose: bool = False  # there is no compose.yaml
    hardened_image: bool = False  # the image has what production asks of one
    point_in_time: bool = False  # scripts back its database up, to any moment
    proxies: tuple[str, ...] = ()  # that stand before it: "nginx", "caddy"
    doctor: bool = False  # a command says what is wrong with where it runs


class Requirement(Record, frozen=True):
    """One thing that the system has to do."""

    id: str  # what documents and people call it: "FR-1"
    text: str  # what has to be possible, in one line
    operations: tuple[str, ...]  # that meet it: "Product.list", "Address.*"


class Fact(Record, frozen=True):
    """One line of a table in the documents: a quality and its target."""

    name: str  # the quality: "Availability"
    value: str  # its target: "99.9%"
    word: str = (
        ""  # of `requirements.quality`: "availability", "latency", "recovery.rto"
    )


class Requirements(Record, frozen=True):
    """What the design asks of the system, for its documents."""

    functional: tuple[Requirement, ...]  # what the system has to do
    quality: tuple[Fact, ...]  # how well it has to do it
    constraints: tuple[str, ...]  # what is given and not chosen, a line each


class Decision(Record, frozen=True):
    """One architecture decision, for a document of its own."""

    number: str  # its place among the decisions, in four digits: "0001"
    slug: str  # its title as a part of a file's name: "one-deployable"
    title: str  # the decision in a few words
    context: str  # what made a decision necessary
    decision: str  # what was decided
    consequences: str  # what follows from it, good and bad
    status: Status  # where the decision stands
    implied: bool = False  # it follows from words of the design, which says none of it


class Role(Record, frozen=True):
    """What some of those who sign in may do."""

    name: str  # in the design and in tokens: "clerk"
    permissions: tuple[str, ...]  # that it has: "order:*", "*"
    was: str = ""  # the name that it had before, where the design says so
    description: str = ""  # who has it, where the design says so


class Security(Record, frozen=True):
    """Who signs in, and how."""

    authentication: tuple[str, ...]  # the ways in: "jwt", "oidc", "api_keys"
    roles: tuple[Role, ...]  # in the design's order
    access: tuple[AccessTable, ...]  # who may do what, for each entity, for documents
    immediate: bool = False  # a role that is taken away holds no longer at once
    jwt: bool = False  # the service has accounts of its own, with passwords
    oidc: bool = False  # an outside issuer signs people in
    api_keys: bool = False  # services sign in with keys
    browser: bool = False  # browsers sign in at the issuer, and have a cookie
    actions: tuple[
        str, ...
    ] = ()  # what rules are about beside operations, ready Python


class Seeds(Record, frozen=True):
    """The rows that a database is filled with, for development."""

    imports: str  # what the plan of all rows needs, ready Python
    plan: tuple[str, ...]  # every kind of rows, in the order in which they are stored
    accounts: tuple[str, ...] = ()  # the constants of accounts and roles, ready Python
    roles: str = ""  # that of the roles' names, ready Python
    divided: bool = False  # rows belong to tenants
    passwords: bool = False  # accounts sign in with one


class Files(Record, frozen=True):
    """Where the files of rows are kept."""

    s3: bool = False  # in a bucket, where a setting names one; else in a folder


class Area(Record, frozen=True):
    """A group of entities, which has a folder of its own."""

    name: str  # in the design: "sales"
    was: str  # the name that it had before, where the design says so; otherwise empty
    package: str  # the import package of its code: "shop.sales"
    directory: str  # the folder of its code: "src/shop/sales"
    tests: str  # the folder of its tests: "tests/sales"
    x: OwnWords | None = None  # words of a team's own: `area.x.acme.owner`
