"""The resolved model: everything that templates and the contract see, with every name derived.

A model is JSON-able and frozen. It is stored in the project (`.bd/model.yaml` and the answers
file), so a later release of the generator never changes what an older project was made from.
What has its default is not stored, and not there for a template: `schema.pattern is defined`.
"""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 1
"""The major version of the model's shape; additive changes keep it."""


@dataclass(frozen=True, slots=True)
class Project:
    """The names and words of the whole project."""

    name: str  # kebab-case distribution name: "shop"
    package: str  # import package: "shop"
    title: str
    description: str
    version: str
    title_source: str  # the title as a Python literal


@dataclass(frozen=True, slots=True)
class Api:
    """How the HTTP API behaves everywhere."""

    version: str  # "v1"
    prefix: str  # "/api/v1"
    default_limit: int
    max_limit: int
    cors: tuple[str, ...]
    cors_sources: tuple[str, ...]  # the same as Python literals


@dataclass(frozen=True, slots=True)
class Database:
    engine: str  # "postgresql" or "sqlite": what production runs on
    postgresql: bool


@dataclass(frozen=True, slots=True)
class Deployment:
    github: bool
    gitlab: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    id: str
    text: str
    operations: tuple[str, ...]  # as written: "Product.list", "Address.*"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a table in the documents: a quality and its target."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Requirements:
    functional: tuple[Requirement, ...]
    quality: tuple[Fact, ...]
    constraints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    number: str  # "0001"
    slug: str  # "one-deployable"
    title: str
    context: str
    decision: str
    consequences: str
    status: str


@dataclass(frozen=True, slots=True)
class EnumMember:
    name: str  # "DRAFT"
    value: str  # "draft"
    was: str  # the value that it had before, where the design says so


@dataclass(frozen=True, slots=True)
class Enum:
    name: str  # the contract's name: "OrderStatus"
    was: str  # the name that it had before, where the design says so
    former: tuple[str, ...]  # what it may have been called, by all that says `was`
    class_name: str  # the Python class, safe
    members: tuple[EnumMember, ...]


@dataclass(frozen=True, slots=True)
class Area:
    name: str  # "sales"
    was: str  # the name that it had before, where the design says so
    package: str  # "shop.sales"
    directory: str  # "src/shop/sales"
    tests: str  # "tests/sales"


@dataclass(frozen=True, slots=True)
class Schema:
    """What one JSON value may be: the facts behind its JSON Schema and its Python type."""

    type: str  # a scalar of the design language, or "enum"
    many: bool = False  # an array of such values
    nullable: bool = False
    enum: str | None = None  # the enum's name, for type "enum"
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    minimum: str | None = None  # decimal text: "0", "0.5"
    maximum: str | None = None
    precision: int | None = None  # decimals: total digits
    scale: int | None = None  # decimals: digits after the point


@dataclass(frozen=True, slots=True)
class Property:
    """One member of an entity's JSON object."""

    name: str  # in JSON and in the contract: "from", "customer_id"
    attribute: str  # in Python: "from_", "customer_id"
    schema: Schema
    description: str = ""
    references: str | None = None  # the entity whose key this value is
    has_default: bool = False
    default: object = None  # JSON value, where has_default
    in_read: bool = True
    in_create: bool = True
    in_replace: bool = True
    in_update: bool = True
    required: bool = False  # in create and replace: neither nullable nor defaulted


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One part of an entity's key, as it stands in paths: `/orders/{order_id}`."""

    name: str  # the JSON property
    parameter: str  # in the path: "product_id"
    alias: str  # its type, which `schemas.py` defines: "ProductKey"
    attribute: str
    schema: Schema
    python_type: str  # "uuid.UUID", "str", "int"


@dataclass(frozen=True, slots=True)
class Filter:
    """One query parameter that narrows a list."""

    name: str  # "category_id", "min_price", "created_after"
    attribute: str  # of the query's Python class
    column: str  # attribute of the mapped class
    operator: str  # "eq", "ge", "le", "gt", "lt"
    arguments: tuple[str, ...]  # of the repository's `Filter`, ready Python
    schema: Schema
    description: str


@dataclass(frozen=True, slots=True)
class Sort:
    name: str  # in `?sort=name,-created_at`
    attribute: str  # of the mapped class


@dataclass(frozen=True, slots=True)
class EntityContract:
    """What the contract says of one entity, as text ready to stand in the files."""

    paths: str  # YAML lines under `paths:`, indented by two
    schemas: str  # YAML lines under `components.schemas:`, indented by four
    dtos: str  # the whole Python module `schemas.py`


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract's parts that belong to no entity, as text ready to stand in openapi.yaml."""

    release: str  # of bd-scaffold, which wrote the texts: "0.1.0"
    head: str  # from `openapi:` up to, without, `paths:`
    schemas: str  # YAML lines under `components.schemas:`, by four
    components: str  # YAML lines under `components:`, indented by two


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as the mapped class and as the first migration write it."""

    name: str  # in the database
    field: str  # the design's field that it comes from, or its own name
    was: str  # the name that the field had before, where the design says so
    former: tuple[str, ...]  # what it may have been called, by all that says `was`
    attribute: str  # of the mapped class
    annotation: str  # inside `Mapped[…]`: "str", "uuid.UUID | None"
    trait: bool  # stands at the end of the mapped class
    arguments: tuple[str, ...]  # of `mapped_column`, ready Python
    migration: tuple[str, ...]  # of `sa.Column` in a migration, ready Python


@dataclass(frozen=True, slots=True)
class Relationship:
    attribute: str
    annotation: str  # inside `Mapped[…]`: "Category", "Category | None", "list[Tag]"
    arguments: tuple[str, ...]  # of `relationship`, ready Python


@dataclass(frozen=True, slots=True)
class Constraint:
    """A table constraint: the same call in the mapped class and in the migration."""

    name: str
    kind: str  # "unique", "check", "foreign_key", "primary_key"
    call: str  # "sa.UniqueConstraint"
    arguments: tuple[str, ...]  # ready Python, the name included
    message: str  # what a client is told when it is violated
    implied: bool  # the contract says the same, so a valid request never violates it
    fields: tuple[str, ...]  # contract names of the properties concerned
    late: bool  # a foreign key that closes a circle of tables


@dataclass(frozen=True, slots=True)
class LateForeignKey:
    """A foreign key that closes a circle of tables, added once both tables stand."""

    table: str
    name: str
    arguments: tuple[str, ...]  # of `batch.create_foreign_key`, ready Python


@dataclass(frozen=True, slots=True)
class Index:
    name: str
    unique: bool
    partial: bool  # a part of the rows only, by the design's word
    columns: tuple[str, ...]
    arguments: tuple[str, ...]  # of `sa.Index` in the mapped class, the name first
    migration: tuple[str, ...]  # of `op.create_index`, the name and the table first


@dataclass(frozen=True, slots=True)
class MigratedTable:
    """A table as the first migration makes it, its indexes after it."""

    name: str
    columns: tuple[tuple[str, ...], ...]  # arguments of each `sa.Column`, ready Python
    constraints: tuple[Constraint, ...]
    indexes: tuple[tuple[str, ...], ...]  # arguments of each `op.create_index`


@dataclass(frozen=True, slots=True)
class Migration:
    """The first migration: every table after those that its foreign keys point to."""

    tables: tuple[MigratedTable, ...]
    postgresql: bool  # uses a type that only PostgreSQL has


Call = tuple[str, tuple[str, ...]]
"""A call, ready Python: what is called, and its arguments."""


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import names`, or `import module` where there are no names."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imports:
    """What the module of a mapped class imports, in order."""

    standard: tuple[str, ...]  # whole lines
    orm: tuple[str, ...]  # names from `sqlalchemy.orm`
    identifiers: tuple[str, ...]  # names from `core.identifiers`
    types: tuple[str, ...]  # names from `core.types`
    enums: bool
    base: tuple[str, ...]  # names from `models.base`
    modules: tuple[Import, ...]  # other mapped classes, for type checkers only


@dataclass(frozen=True, slots=True)
class RepositoryCode:
    """What the module of a repository imports, in order."""

    standard: tuple[str, ...]  # whole lines
    enums: bool
    mapped: tuple[str, ...]  # mapped classes


@dataclass(frozen=True, slots=True)
class RouterCode:
    """What the module of a router imports, in order, and what it takes by name."""

    annotated: bool
    fastapi: tuple[str, ...]
    missing: bool
    presenter: bool
    imports: tuple[Import, ...]  # from the project's own packages
    schemas: tuple[str, ...]  # names from the slice's own schemas
    key: tuple[str, ...]  # a handler's parameters for the key: "product_id: ProductKey"
    arguments: tuple[str, ...]  # the same as arguments: "product_id"
    made: tuple[str, ...]  # the key of what was made: "made.id"


@dataclass(frozen=True, slots=True)
class ServiceCode:
    """The types that a service is about: `Never` for an operation that there is not."""

    arguments: tuple[str, ...]  # of `Service[…]`, after the mapped class
    schemas: tuple[str, ...]  # those of them that the slice's schemas have
    never: bool


@dataclass(frozen=True, slots=True)
class FactoryCode:
    """What the factory of an entity imports, in order."""

    standard: tuple[str, ...]  # whole lines
    imports: tuple[Import, ...]  # from the project's own packages
    numbered: bool  # its values count up


@dataclass(frozen=True, slots=True)
class Dangling:
    """A relation and values for it that refer to nothing."""

    field: str
    columns: tuple[tuple[str, str], ...]  # (property, JSON value as Python source)


@dataclass(frozen=True, slots=True)
class Child:
    """An entity whose rows keep this one's from being deleted."""

    entity: str
    relation: str
    handle: str
    plural: str
    columns: tuple[tuple[str, str], ...]  # (attribute there, attribute here)


@dataclass(frozen=True, slots=True)
class ApiTestCode:
    """What the tests of an entity over HTTP import and try."""

    parametrized: bool
    by_key: bool
    key: tuple[str, ...]  # the key of an `entity`: "entity.id"
    imports: tuple[Import, ...]  # from the project's own packages
    factory: tuple[str, ...]  # names from the slice's own factory
    duplicate: bool  # the same body twice is a conflict
    references: tuple[Dangling, ...]
    filters: tuple[tuple[str, ...], ...]  # (parameter, attribute, found), Python
    search: str  # an attribute that is searched, where there is one
    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A many-to-many relation: its table, and the property with the other side's keys."""

    name: str  # the property in JSON: "tag_ids"
    field: str  # the design's field: "tags"
    was: str  # the name that the field had before, where the design says so
    attribute: str  # the same in Python
    relationship: str  # attribute of the mapped class: "tags"
    target: str  # entity name
    target_class: str
    target_key: str  # attribute of the target's one key column
    arguments: tuple[str, ...]  # of the repository's `Link`, ready Python
    far_column: str  # "tag_id"
    item_type: str  # "uuid.UUID": the Python type of each key
    table: str
    key: tuple[str, ...]  # its columns, which are its key together
    variable: str  # the Python name of the table object: "product_tags"
    columns: tuple[tuple[str, ...], ...]  # arguments of each `sa.Column`, ready Python
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]
    migration: tuple[tuple[str, ...], ...]  # the columns, as the migration writes them
    migrated: tuple[Constraint, ...]  # the constraints, as the migration writes them


@dataclass(frozen=True, slots=True)
class Finder:
    """A look-up that a unique field implies: `find_by_sku`."""

    name: str
    columns: tuple[str, ...]
    parameters: tuple[str, ...]  # of the method, ready Python: "self", "sku: str"
    given: tuple[str, ...]  # the same as arguments: "sku=sku"
    held: tuple[str, ...]  # the same of a `stored` entity: "stored.sku"
    certain: bool  # none of them is ever null, and every row can be found


@dataclass(frozen=True, slots=True)
class Sample:
    """A value that the tests give an attribute; a new one for each `n` where it is unique."""

    attribute: str
    source: str  # ready Python, which may use `n`
    missing: bool  # it is None, since a rule wants it so


@dataclass(frozen=True, slots=True)
class Parent:
    """A row that a test has to store first, since a required foreign key points to it."""

    variable: str  # a local name for it: "customer"
    handle: str  # names `create_…` in its factory
    module: str  # "tests.sales.customers.factory"
    columns: tuple[tuple[str, str], ...]  # (attribute here, attribute of the parent)


@dataclass(frozen=True, slots=True)
class Nested:
    """A list under its parent: `/orders/{order_id}/lines`."""

    parent: str  # entity name
    name: str  # "lines"
    path: str  # "/orders/{order_id}/lines"
    operation_id: str  # "list_lines_of_order"
    query: str  # the class of its parameters: "OrderLinesQuery"
    parent_service: str  # "OrderService"
    key: tuple[str, ...]  # parameters for the parent's key: "order_id: OrderKey"
    arguments: tuple[str, ...]  # the same as arguments: "order_id"
    given: tuple[str, ...]  # the parent's key as a filter: "order_id=order_id"
    parent_handle: str
    parent_attributes: tuple[str, ...]
    test_path: str  # the path of a `parent`'s list, as Python source
    absent_path: str  # the same of a parent that is not there
    filters: tuple[Filter, ...]  # one per key part of the parent, filled from the path


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: its names, its JSON, its table, and its slice of the code."""

    # names
    name: str  # in the design and the contract: "OrderLine"
    was: str  # the name that it had before, where the design says so
    class_name: str  # the mapped class; differs only where Python needs it
    singular: str  # "order_line": in operation ids and function names
    handle: str  # "order_line" in names of functions, cut where it is very long
    plural: str  # "order_lines"
    variable: str  # "order_line", safe as a variable and as a module name
    label: str  # "order line": in messages
    label_plural: str
    title: str  # "OrderLine": its tag in the contract
    description: str
    area: str | None
    package: str  # "shop.sales.order_lines"
    directory: str  # "src/shop/sales/order_lines"
    tests: str  # "tests/sales/order_lines"
    # HTTP
    path: str  # "/order-lines", under the API's prefix
    item_path: str  # "/order-lines/{order_line_id}"
    key: tuple[KeyPart, ...]
    operations: tuple[str, ...]  # of "list", "get", "create", "replace", …
    pagination: str  # "page" or "cursor"
    properties: tuple[Property, ...]  # the key first, the traits last
    filters: tuple[Filter, ...]
    sorts: tuple[Sort, ...]
    default_sort: str  # "-created_at" or a key: how a list is ordered unless asked
    search_sources: tuple[str, ...]  # the same as Python literals
    search: tuple[str, ...]  # attributes that `q` looks into
    timestamps: bool
    soft_delete: bool
    versioned: bool
    volume: int | None  # rows expected
    list_method: str  # of the service and of the presenter: "page" or "stretch"
    create_errors: tuple[int, ...]  # statuses that refuse
    write_errors: tuple[int, ...]  # the same of replace and update
    delete_errors: tuple[int, ...]
    presented: tuple[str, ...]  # the presenter's arguments
    nested: tuple[Nested, ...]  # lists of this entity under another's path
    # table
    table: str
    columns: tuple[Column, ...]
    relationships: tuple[Relationship, ...]
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]
    links: tuple[Link, ...]
    finders: tuple[Finder, ...]
    tried_finders: tuple[Finder, ...]  # those that tests can try with any row
    table_calls: tuple[Call, ...]  # the items of `__table_args__`
    filter_calls: tuple[Call, ...]
    link_calls: tuple[Call, ...]
    # code
    imports: Imports
    repository: RepositoryCode
    service: ServiceCode
    router: RouterCode
    # tests
    samples: tuple[Sample, ...]
    parents: tuple[Parent, ...]
    factory: FactoryCode
    api_test: ApiTestCode
    service_test: tuple[Import, ...]  # what the tests of the service import
    rows: int  # how many a test makes: three, or as many as unique values allow
    absent: tuple[str, ...]  # a key that no row has, as Python source
    contract: EntityContract | None  # None until the contract is attached


@dataclass(frozen=True, slots=True)
class Retired:
    """A file of what the design no longer has, kept since somebody has edited it."""

    path: str
    text: str  # as it was generated, without the edits


@dataclass(frozen=True, slots=True)
class Model:
    format: int
    project: Project
    api: Api
    database: Database
    deployment: Deployment
    requirements: Requirements
    decisions: tuple[Decision, ...]
    enums: tuple[Enum, ...]
    areas: tuple[Area, ...]
    entities: tuple[Entity, ...]  # in the design's order
    tables: tuple[str, ...]  # entity names, each after those its foreign keys point to
    migration: Migration
    late_foreign_keys: tuple[LateForeignKey, ...]
    routers: tuple[Import, ...]  # each router and its name in `api.py`
    mapped: tuple[Import, ...]  # every mapped class, in order
    mapped_names: tuple[str, ...]  # their names, in the order of an `__all__`
    contract: Contract | None  # None until attached
    retired: tuple[Retired, ...] = ()
