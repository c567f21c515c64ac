"""One entity, and the rows of others that it leads to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ...operation import Operation
from ...record import Record
from ...resolve.paging import Paging
from ...resolve.types import OwnWords, Pagination, Totals
from .api import (
    ATTACHED,
    Association,
    EntityContract,
    Filter,
    KeyPart,
    Nested,
    NestedLink,
    Owned,
    Owner,
    Property,
    Sort,
)
from .code import (
    AccessCasesCode,
    AccessCode,
    InclusionsCode,
    MappedCode,
    PersonCode,
    RepositoryCode,
    Resource,
    RouterCode,
    SeedCode,
    ServiceCode,
    TransitionsCode,
)


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
    in_list: bool = True  # the rows of lists show it, too
    nested: bool = False  # it stands under the row's path, and is no property
    x: OwnWords | None = None  # words of a team's own, as its field says them


class Inclusion(Record, frozen=True):
    """A relation that an answer has in each of its rows, where a request asks for it."""

    name: str  # by which it is asked for, and which the answer has: "lines"
    attribute: str  # the same, safe in Python
    target: str  # the entity of the related rows: "OrderLine"
    shown: str  # the schema of what is shown of each: "OrderLine"
    own: str  # an attribute of the row: "id"
    theirs: str  # the one with the same value of its related rows: "order_id"; or none
    many: bool  # there may be several
    parameter: str  # that narrows their list to those of several rows; or none
    description: str = ""  # what the design says of it


class Finder(Record, frozen=True):
    """A look-up that a unique field implies: `find_by_sku`."""

    name: str  # of the repository's method: "find_by_sku"
    columns: tuple[str, ...]  # what is looked up together, by its names in the database
    parameters: tuple[str, ...]  # of the method, ready Python: "self", "sku: str"
    given: tuple[str, ...]  # its parameters, handed on by name: "sku=sku"
    attributes: tuple[str, ...]  # of the mapped class, by which it is looked up: "sku"
    certain: bool  # none of the columns is ever null, so every row can be found


class TransitionSet(Record, frozen=True):
    """A field that a transition gives a value."""

    field: str  # in the design: "placed_at"
    attribute: str  # of the mapped class: "placed_at"
    kind: Literal["now", "now_local", "today", "account", "constant"]  # what it gets
    value: Any = None  # of a constant, as JSON has it


class Transition(Record, frozen=True):
    """A change of a row's state, which clients ask for by its name."""

    name: str  # in the design, and of its operation: "place"
    was: str  # the name that it had before, where the design says so; otherwise empty
    method: str  # of the service: "place", "return_"
    field: str  # the design's field with the state: "status"
    attribute: str  # of the mapped class, with the state: "status"
    starts: tuple[str, ...]  # the states in which it begins: "draft"
    ends: str  # the state in which it ends: "placed"
    when: str = ""  # what has to be true of the row, as the design says it
    sets: tuple[TransitionSet, ...] = ()  # what else gets a value
    message: str = ""  # what a client is told where `when` is not true
    description: str = ""  # what the design says of it


class FileOfRow(Record, frozen=True):
    """A file that belongs to a row."""

    field: str  # in the design: "picture"
    attribute: str  # of the mapped class: "picture"
    constant: str  # of the slice, with what is known of it: "PICTURE_FILE"
    media: tuple[str, ...]  # what it may be, as the design writes it: "image/*"
    kinds: tuple[str, ...]  # the same, each media type by itself: "image/png"
    most_bytes: int  # how large it may be
    path: str  # under the API's prefix: "/messages/{message_id}/picture"
    address: str  # the whole, by attributes: "/api/v1/messages/{id}/picture"


class KeptAnswers(Record, frozen=True):
    """How long answers with an entity's rows are kept."""

    lasts: str  # as the design says it: "60s"
    arguments: str  # in ready Python: "seconds=60, related=True"


class Retention(Record, frozen=True):
    """How long rows are kept."""

    after: str  # as the design says it: "7y", "90d since closed_at"
    attribute: str  # of the mapped class, with the moment that it counts from
    entry: str  # in ready Python: "Retention(models.Order, …)"


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
    nested_links: tuple[NestedLink, ...] = ()  # relations of many to many, by its path
    access: AccessCode | None = None  # who may do what with its rows
    access_cases: AccessCasesCode | None = None  # what its tests try of that
    associations: tuple[
        Association, ...
    ] = ()  # the same, held by rows of other entities
    rate_limit: str | None = None  # in place of the API's: "30/minute"
    erase: str | None = (
        None  # what stays of rows of an erased person: "keep: Tax law, ten years."
    )
    order: tuple[
        str, ...
    ] = ()  # of its lists where a request asks for none: "-placed_at"
    person: PersonCode | None = None  # whose its rows are, and what becomes of them
    transitions: tuple[Transition, ...] = ()  # of the state of its rows
    search_language: str = (
        ""  # of the words that `q` finds: "english"; else parts of texts
    )
    transitions_code: TransitionsCode | None = None  # what the module of these says
    left_out: tuple[
        str, ...
    ] = ()  # columns of which copies of its rows have nothing: "phone", "phone_hash"
    copies_names: tuple[
        str, ...
    ] = ()  # of their table and its index, where the usual ones are too long
    inclusions: tuple[Inclusion, ...] = ()  # relations that its answers may include
    inclusions_code: InclusionsCode | None = None  # what the module of these says
    sparse_fields: bool = False  # a request may name the fields that an answer has
    related_filters: tuple[
        Filter, ...
    ] = ()  # query parameters about the rows that its own refer to
    related_sorts: tuple[
        Sort, ...
    ] = ()  # what of these rows its list can be ordered by
    backwards: bool = False  # a page of its lists leads to the one before, too
    totals: Totals = (
        ""  # how their length is told, where that isn't usual: "on_request"
    )
    owned: tuple[Owned, ...] = ()  # rows that stand inside of its own
    owners: tuple[Owner, ...] = ()  # those inside of whose rows its own stand
    seeds: SeedCode | None = None  # what rows are made of that fill a database

    retention: Retention | None = None  # how long its rows are kept, if not for good
    files: tuple[FileOfRow, ...] = ()  # that belong to its rows
    cache: KeptAnswers | None = None  # how long answers with its rows are kept

    @property
    def paging(self) -> Paging:
        """How its lists are cut into pages."""
        return Paging(self.pagination, self.backwards, self.totals)
