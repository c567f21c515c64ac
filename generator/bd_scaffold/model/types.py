"""The resolved model: everything that templates and the contract see, with every name derived.

A model is JSON-able and frozen. It is stored in the project (`.bd/model.yaml` and the answers
file), so a later release of the generator never changes what an older project was made from.
What has its default is not stored, and not there for a template: `schema.pattern is defined`.
Words of a team's own are there in full wherever a blueprint in use has some for the place.

What templates may rely on is promised (`promise.py`): a docstring says what a record is, and the
comment beside a field what a template's author has to know of it; examples stand in quotes.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from ..operation import Operation
from ..record import Record
from ..resolve.types import Enum, Operator, OwnWords, Pagination, Scalar, Schema

FORMAT: Final = 1
"""The major version of what the model promises to templates; additions keep it."""

Engine = Literal["postgresql", "sqlite"]
Status = Literal["proposed", "accepted", "deprecated", "superseded"]
ConstraintKind = Literal["primary_key", "unique", "check", "foreign_key"]
CheckOrigin = Literal["declared", "values", "minimum", "maximum", "together"]
IndexOrigin = Literal["declared", "lookup", "unique"]
OnDelete = Literal["RESTRICT", "CASCADE", "SET NULL"]
ColumnKind = Literal[
    "string",
    "text",
    "integer",
    "bigint",
    "decimal",
    "float",
    "boolean",
    "date",
    "time",
    "datetime",
    "uuid",
    "json",
    "bytes",
]
DefaultKind = Literal["constant", "uuid7", "now", "today", "code", "version"]

ATTACHED = "None only until the contract is attached, so never for a template"


class Project(Record, frozen=True):
    """The names and words of the whole project."""

    name: str  # of the distribution, in kebab case: "shop"
    package: str  # the import package: "shop"
    title: str  # what people call the project: "Shop"
    description: str  # a sentence or more for readers; empty where the design has none
    version: str  # the release of the generated project: "0.1.0"
    title_source: str  # its title as a Python literal
    x: OwnWords | None = None  # words of a team's own: `project.x.acme.cost_centre`


class Api(Record, frozen=True):
    """How the HTTP API behaves everywhere."""

    version: str  # the name of the API's version in every path: "v1"
    prefix: str  # what every path begins with: "/api/v1"
    default_limit: int  # rows of a page, unless a request says otherwise
    max_limit: int  # the most rows that a request may ask for
    cors: tuple[str, ...]  # origins whose pages may call it: "https://example.com"
    cors_sources: tuple[str, ...]  # the origins of `cors` as Python literals


class Database(Record, frozen=True):
    """Where the data lives."""

    engine: Engine  # what production runs on
    postgresql: bool  # production runs on PostgreSQL


class Deployment(Record, frozen=True):
    """What builds and ships the project."""

    github: bool  # the project is built by GitHub Actions
    gitlab: bool  # the project is built by GitLab CI


class Requirement(Record, frozen=True):
    """One thing that the system has to do."""

    id: str  # what documents and people call it: "FR-1"
    text: str  # what has to be possible, in one line
    operations: tuple[str, ...]  # that meet it: "Product.list", "Address.*"


class Fact(Record, frozen=True):
    """One line of a table in the documents: a quality and its target."""

    name: str  # the quality: "Availability"
    value: str  # its target: "99.9%"


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


class Area(Record, frozen=True):
    """A group of entities, which has a folder of its own."""

    name: str  # in the design: "sales"
    was: str  # the name that it had before, where the design says so; otherwise empty
    package: str  # the import package of its code: "shop.sales"
    directory: str  # the folder of its code: "src/shop/sales"
    tests: str  # the folder of its tests: "tests/sales"
    x: OwnWords | None = None  # words of a team's own: `area.x.acme.owner`


class Property(Record, frozen=True):
    """One member of an entity's JSON object."""

    name: str  # in JSON and in the contract: "from", "customer_id"
    attribute: str  # in Python: "from_", "customer_id"
    schema: Schema  # what its value may be
    description: str = ""  # what the design says of it
    references: str | None = None  # the entity whose key this value is: "Customer"
    has_default: bool = False  # a client may leave it out, and then it is `default`
    default: object = None  # as a JSON value; not there where that is null
    in_read: bool = True  # answers show it
    in_create: bool = True  # it may be given when one is created
    in_replace: bool = True  # it may be given when one is replaced
    in_update: bool = True  # it may be given when one is changed
    required: bool = False  # to create and replace; neither nullable nor defaulted
    x: OwnWords | None = None  # words of a team's own: `property.x.acme.personal`


class KeyPart(Record, frozen=True):
    """One part of an entity's key, as it stands in paths: `/orders/{order_id}`."""

    name: str  # the property in JSON: "id"
    parameter: str  # of the path: "product_id"
    alias: str  # its type, which `schemas.py` defines: "ProductKey"
    attribute: str  # of the mapped class: "id"
    schema: Schema  # what its value may be
    python_type: str  # its type in Python: "uuid.UUID", "str", "int"


class Filter(Record, frozen=True):
    """One query parameter that narrows a list."""

    name: str  # the query parameter: "category_id", "min_price", "created_after"
    attribute: str  # of the query's Python class: "category_id"
    column: str  # the attribute of the mapped class that is compared: "price"
    operator: Operator  # how the column is compared with the parameter
    schema: Schema  # what the parameter may be; never nullable
    description: str  # a sentence for the contract


class Sort(Record, frozen=True):
    """A property that a list can be ordered by."""

    name: str  # in `?sort=name,-created_at`: "created_at"
    attribute: str  # of the mapped class: "created_at"


class EntityContract(Record, frozen=True):
    """What the contract says of one entity, as text ready to stand in the files."""

    paths: str  # YAML lines under `paths:`, indented by two
    schemas: str  # YAML lines under `components.schemas:`, indented by four
    dtos: str  # the whole Python module `schemas.py`


class Contract(Record, frozen=True):
    """The contract's parts that belong to no entity, as text ready to stand in openapi.yaml."""

    release: str  # the release of bd-scaffold that wrote the texts: "0.1.0"
    head: str  # `openapi.yaml` from its first line up to, and without, `paths:`
    schemas: str  # YAML lines under `components.schemas:`, indented by four
    components: str  # YAML lines under `components:`, indented by two
    paths: str  # YAML lines under `paths:` that a team adds, indented by two
    own: dict[str, Any] | None = (
        None  # what `openapi.own.yaml` adds, where there is one
    )


class ColumnType(Record, frozen=True):
    """What the database holds in a column; two columns of one type hold the same values."""

    kind: ColumnKind  # an enum, an e-mail, a URL and an IP address are a "string"
    length: int | None = None  # of a string: the most characters that fit
    precision: int | None = None  # of a decimal: all its digits
    scale: int | None = None  # of a decimal: its digits after the point


class Default(Record, frozen=True):
    """What fills a column when nobody gives a value."""

    kind: DefaultKind  # a "code" is a short random text, a "version" counts from 1
    value: object = None  # of a constant, as a JSON value; the length of a code


class Column(Record, frozen=True):
    """One column of a table."""

    name: str  # in the database: "customer_id"
    field: str  # the design's field that it comes from; empty for a generated key or a trait
    attribute: str  # of the mapped class: "customer_id"
    type: ColumnType  # what the database holds
    nullable: bool  # it may be null
    primary: bool  # it is the primary key, or a part of it
    trait: bool  # it comes from a trait, and stands at the end of the mapped class
    enum: str | None = None  # the enum whose values it holds, by name: "OrderStatus"
    items: ColumnType | None = None  # of a list, held as JSON: the type of one value
    default: Default | None = None  # what it holds where no value is given
    on_update: Default | None = None  # what it gets whenever its row changes
    was: str = ""  # the name that the field had before, where the design says so
    former: tuple[str, ...] = ()  # every name it may have had, by what says `was`
    x: OwnWords | None = None  # words of a team's own, as its field says them


class Relationship(Record, frozen=True):
    """An attribute of a mapped class that leads to rows of another table."""

    attribute: str  # of the mapped class: "category"
    field: str  # the design's field that it comes from: "category"
    target: str  # the entity that it leads to: "Category"
    many: bool  # it leads to a list of rows
    by: str = ""  # the field over there whose other side it is: "order"
    was: str = (
        ""  # of another side: the name that it had before, where the design says so
    )
    x: OwnWords | None = None  # words of a team's own, as its field says them


class Constraint(Record, frozen=True):
    """A constraint of a table."""

    name: str  # in the database: "uq_products_sku"
    kind: ConstraintKind  # what it demands
    columns: tuple[str, ...]  # that it is about, by their names in the database
    origin: CheckOrigin | None = None  # of a check: what of the design it follows from
    enum: str = ""  # of a check of "values": the enum that has them, by name
    expression: str = ""  # of a check: SQL that PostgreSQL and SQLite read alike
    target: str = ""  # of a foreign key: the table that it points to: "customers"
    target_columns: tuple[str, ...] = ()  # of a foreign key: the columns over there
    on_delete: OnDelete | None = None  # of a foreign key: when the row over there goes
    late: bool = False  # a foreign key that is added once both of its tables stand
    message: str = ""  # what a client is told when it is violated


class Index(Record, frozen=True):
    """An index of a table."""

    name: str  # in the database: "ix_products_name"
    columns: tuple[str, ...]  # by their names in the database, in order
    unique: bool  # no two rows that it covers have the same values
    origin: (
        IndexOrigin  # "declared" only where nothing but the design's word asks for it
    )
    where: str = ""  # SQL that is true of the rows that it covers; empty for all rows
    include: tuple[str, ...] = ()  # columns that it carries along without an order
    method: str = ""  # of PostgreSQL, where it is not a B-tree: "gin"


class TablePython(Record, frozen=True):
    """A table in ready Python."""

    create: str  # the statements of the first migration that make it, indented by four


class Table(Record, frozen=True):
    """One table of the database, whatever it is there for."""

    name: str  # in the database: "order_lines"
    entity: str  # the entity whose rows, or whose links, it holds; empty for neither
    link: str  # the field that it joins the rows of two entities for: "tags"; or empty
    columns: tuple[Column, ...]  # in order
    constraints: tuple[Constraint, ...]  # the primary key first
    indexes: tuple[Index, ...]  # but for those that constraints bring along
    python: TablePython  # the same in ready Python


class Migration(Record, frozen=True):
    """What the first migration does beside making each table, in ready Python."""

    imports: tuple[str, ...]  # lines beside those that import SQLAlchemy and Alembic
    late: tuple[str, ...]  # statements that add foreign keys once all tables exist
    downgrade: tuple[str, ...]  # statements that undo it, in order


class Import(Record, frozen=True):
    """`from module import names`, or `import module` where there are no names."""

    module: str  # in the form that `from` takes: "shop.models.order"
    names: tuple[str, ...]  # what is imported from it; or none


class MappedCode(Record, frozen=True):
    """What the module of a mapped class says, in ready Python."""

    imports: str  # an empty line between two groups
    tables: tuple[str, ...]  # each `sa.Table` of a many-to-many relation
    scope: tuple[str, ...]  # lines of the class that say which of its rows are visible
    sections: tuple[str, ...]  # groups of attributes, an empty line before each


class RepositoryCode(Record, frozen=True):
    """What the module of a repository says, in ready Python."""

    imports: str  # an empty line between two groups
    bases: tuple[str, ...]  # of its class: "SoftDeletes[Product]"
    attributes: tuple[str, ...]  # of its class, after `model`


class RouterCode(Record, frozen=True):
    """What the module of a router says above its functions: lines without an end."""

    imports: str  # an empty line between two groups
    objects: str  # the router, and what builds responses


class ServiceCode(Record, frozen=True):
    """What the module of a service says, in ready Python."""

    imports: str  # an empty line between two groups
    head: str  # of its class: "class OrderService(Service[…]):"


class Link(Record, frozen=True):
    """A many-to-many relation: its table, and the property with the other side's keys."""

    name: str  # the property in JSON: "tag_ids"
    field: str  # in the design: "tags"
    was: str  # the name that the field had before, where the design says so; otherwise empty
    attribute: str  # the property in Python: "tag_ids"
    relationship: str  # the attribute of the mapped class: "tags"
    target: str  # the other side's entity: "Tag"
    target_class: str  # the other side's mapped class: "Tag"
    target_key: str  # the attribute of the other side's one key column: "id"
    table: str  # that joins the two, a key of `model.tables`: "product_tags"
    far_column: str  # the column there with the other side's key: "tag_id"
    x: OwnWords | None = None  # words of a team's own, as its field says them


class Finder(Record, frozen=True):
    """A look-up that a unique field implies: `find_by_sku`."""

    name: str  # of the repository's method: "find_by_sku"
    columns: tuple[str, ...]  # what is looked up together, by its names in the database
    parameters: tuple[str, ...]  # of the method, ready Python: "self", "sku: str"
    given: tuple[str, ...]  # its parameters, handed on by name: "sku=sku"
    attributes: tuple[str, ...]  # of the mapped class, by which it is looked up: "sku"
    certain: bool  # none of the columns is ever null, so every row can be found


class ResourceReference(Record, frozen=True):
    """A relation to one other row, and what the tests can hold the application to."""

    name: str  # the field in the design: "customer"
    target: str  # the entity that it points to: "Customer"
    columns: tuple[tuple[str, str], ...]  # attribute here, attribute there
    required: bool  # a row has to have one, which the tests store first
    checked: bool  # a client that refers to nothing is refused
    restricts: bool  # a client may not delete what is referred to
    lists: tuple[str, ...]  # of this entity, under the other one's path: "lines"


class ResourcePython(Record, frozen=True):
    """What the module with an entity's `RESOURCE` says, ready Python."""

    imports: tuple[str, ...]  # its lines, in order
    body: str  # of its function `values(n)`, the values of the n-th row
    arguments: tuple[str, ...]  # of `Resource(…)`, each with the lines that it takes


class Resource(Record, frozen=True):
    """What the tests that run over all resources have to know of an entity."""

    rows: int  # how many a test makes: three, or as many as unique values allow
    absent: tuple[Any, ...]  # a key that no row has, part by part
    repeatable: bool  # the same may be created twice, for all that is certain
    references: tuple[ResourceReference, ...]  # to one other row each
    filters: tuple[str, ...]  # those of columns that every row of a test has, by name
    finders: tuple[str, ...]  # those that find every row, by name
    python: ResourcePython  # the module with its `RESOURCE`, ready Python


class Nested(Record, frozen=True):
    """A list under its parent: `/orders/{order_id}/lines`."""

    parent: str  # the entity that it stands under: "Order"
    name: str  # the parent's field: "lines"
    path: str  # under the API's prefix: "/orders/{order_id}/lines"
    query: str  # the class of its parameters: "OrderLinesQuery"
    filters: tuple[Filter, ...]  # one for each part of the parent's key


class Entity(Record, frozen=True):
    """One entity: its names, its JSON, its table, and its slice of the code."""

    # names
    name: str  # in the design and the contract: "OrderLine"
    was: str  # the name that it had before, where the design says so; otherwise empty
    class_name: str  # the mapped class; differs only where Python needs it: "OrderLine"
    singular: str  # in operation ids: "order_line"
    handle: str  # in names of functions, cut where it is very long: "order_line"
    plural: str  # in operation ids: "order_lines"
    variable: str  # safe as a variable and as a module's name: "order_line"
    label: str  # in messages for people: "order line"
    label_plural: str  # in messages about many: "order lines"
    title: str  # its tag in the contract: "OrderLine"
    description: str  # what the design says of it; empty where it says nothing
    area: str | None  # the area that it belongs to, by name, if there is one: "sales"
    package: str  # the import package of its slice: "shop.sales.order_lines"
    directory: str  # the folder of its slice: "src/shop/sales/order_lines"
    tests: str  # the folder of its tests: "tests/sales/order_lines"
    # HTTP
    path: str  # of its list, under the API's prefix: "/order-lines"
    item_path: str  # of one, under the API's prefix: "/order-lines/{order_line_id}"
    key: tuple[KeyPart, ...]  # the parts of its key, in order
    operations: tuple[Operation, ...]  # what clients can do with it, its own ones first
    pagination: Pagination  # by numbered pages, or on from where the last one ended
    properties: tuple[Property, ...]  # of its JSON: the key first, the traits last
    filters: tuple[Filter, ...]  # query parameters that narrow its list
    sorts: tuple[Sort, ...]  # what its list can be ordered by
    default_sort: str  # a property that orders its list; empty for a key of many parts
    search: tuple[str, ...]  # attributes that `q` looks into: "name"
    features: dict[str, bool]  # each capability, and whether it uses it: "versioned"
    volume: int | None  # rows expected, where the design says so
    nested: tuple[Nested, ...]  # lists of this entity under another's path
    # table
    table: str  # that holds its rows, a key of `model.tables`: "order_lines"
    relationships: tuple[Relationship, ...]  # of the mapped class, to other entities
    links: tuple[Link, ...]  # its relations from many to many
    finders: tuple[Finder, ...]  # look-ups that its repository offers
    # code
    mapped: MappedCode  # what the module of its mapped class says
    repository: RepositoryCode  # what the module of its repository says
    service: ServiceCode  # what its service is made for
    router: RouterCode  # what its router imports and takes
    # tests
    resource: Resource  # what the tests of all resources know of it
    contract: Annotated[
        EntityContract | None, ATTACHED
    ]  # its part of `openapi.yaml`, and its `schemas.py`
    x: OwnWords | None = None  # words of a team's own: `entity.x.acme.audited`


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
    preparation: bool  # values are checked or changed before they are stored
    nested: bool  # some list stands under another entity's path
    scopes: bool  # some rows are hidden: `__scope__`


class Retired(Record, frozen=True):
    """A file of what the design no longer has, kept since somebody has edited it."""

    path: str  # in the project: "src/shop/sales/coupons/service.py"
    text: str  # as it was generated, without the edits


class Components(Record, frozen=True):
    """Components of the contract that capabilities in use add, as OpenAPI has them."""

    parameters: dict[str, dict[str, Any]]  # by name: "If-Match"
    responses: dict[str, dict[str, Any]]  # by name: "NotModified"
    headers: dict[str, dict[str, Any]]  # by name: "ETag"


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
