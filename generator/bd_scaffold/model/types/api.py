"""What clients see: properties, keys, filters, and the contract's texts."""

from __future__ import annotations

from typing import Any

from ...record import Record
from ...resolve.types import Operator, OwnWords, Schema

ATTACHED = "None only until the contract is attached, so never for a template"


class PartOf(Record, frozen=True):
    """The value of several parts that a property is one of."""

    name: str  # of the value in JSON: "price"
    attribute: str  # of the mapped class, with the whole value: "price"
    type: str  # the value type: "Money"
    part: str  # what the value calls this part: "amount"
    needed: bool = False  # every value has this part
    nullable: bool = False  # the whole value may be null
    description: str = ""  # what the design says of the whole


class Property(Record, frozen=True):
    """One member of an entity's JSON object, or a part of one that is an object itself."""

    name: str  # in JSON and in the contract: "from", "customer_id"
    attribute: str  # in Python: "from_", "customer_id"
    schema: Schema  # what its value may be
    description: str = ""  # what the design says of it
    references: str | None = None  # the entity whose key this value is: "Customer"
    has_default: bool = False  # a client may leave it out, and then it is `default`
    made: bool = False  # it may be null, and is made anew where a client leaves it out
    default: object = None  # as a JSON value; not there where that is null
    in_read: bool = True  # answers show it
    in_list: bool = True  # the rows of lists show it, too
    in_create: bool = True  # it may be given when one is created
    in_replace: bool = True  # it may be given when one is replaced
    in_update: bool = True  # it may be given when one is changed
    required: bool = False  # to create and replace; neither nullable nor defaulted
    part: PartOf | None = None  # of which value it is a part, where it is one
    x: OwnWords | None = None  # words of a team's own: `property.x.acme.personal`
    personal: bool = False  # it says something of a person, and stays out of logs
    encrypted: bool = False  # the database holds it encrypted
    readable: str = ""  # who sees it of those who see the row; empty for all of them
    writable: str = ""  # who may give it a value of those who write it; the same

    @property
    def is_ruled(self) -> bool:
        """True for what not everybody sees, or may write, who sees or writes its row."""
        return bool(self.readable or self.writable)

    @property
    def is_internal(self) -> bool:
        """True for what is no member after all: nothing reads or writes it through the API."""
        return not (self.in_read or self.in_create)


class ValuePart(Record, frozen=True):
    """One part of the values of a type."""

    name: str  # in JSON and in Python: "amount"
    schema: Schema  # what it may be
    description: str = ""  # what the design says of it


class ValueType(Record, frozen=True):
    """A value that is made of parts, each of which has a column of its own."""

    name: str  # in the contract, and of the Python class: "Money"
    was: str  # the name that it had before, where the design says so; otherwise empty
    parts: tuple[ValuePart, ...]  # those that may be missing last
    description: str = ""  # what the design says of it


class KeyPart(Record, frozen=True):
    """One part of an entity's key, as it stands in paths: `/orders/{order_id}`."""

    name: str  # the property in JSON: "id"
    parameter: str  # of the path: "product_id"
    alias: str  # its type, which `schemas.py` defines: "ProductKey"
    attribute: str  # of the mapped class: "id"
    schema: Schema  # what its value may be
    python_type: str  # its type in Python: "uuid.UUID", "str", "int"


class Through(Record, frozen=True):
    """The entity whose rows relate rows of two others, as statements know it."""

    entity: str  # in the design: "OrderLine"
    class_name: str  # the mapped class: "OrderLine"
    own: tuple[
        str, ...
    ]  # its attributes with the key of a row that is listed: "product_id"
    other: tuple[str, ...]  # those with the key of the row that is given: "order_id"
    given: tuple[str, ...] = ()  # the parameters of a path with that key: "order_id"

    @property
    def is_of_one_part(self) -> bool:
        """True where the key of either side has one part."""
        return len(self.own) == len(self.other) == 1


class Filter(Record, frozen=True):
    """One query parameter that narrows a list."""

    name: str  # the query parameter: "category_id", "min_price", "created_after"
    attribute: str  # of the query's Python class: "category_id"
    column: str  # the attribute of the mapped class that is compared: "price"
    operator: Operator  # how the column is compared with the parameter
    schema: Schema  # what the parameter may be; never nullable
    description: str  # a sentence for the contract
    link: bool = False  # the column is a relation: some row of it has the key given
    through: Through | None = None  # whose rows hold that relation, if an entity's do
    composite: bool = False  # of a relation: some side of it has a key of several parts
    given: tuple[str, ...] = ()  # the path's parameters of which it is made, if several
    stand_in: str = (
        ""  # the attribute that is compared in the place of `column`, if any
    )
    relation: str = (
        ""  # the attribute that leads to the row that has the column, if any
    )


class Sort(Record, frozen=True):
    """A property that a list can be ordered by."""

    name: str  # in `?sort=name,-created_at`: "created_at"
    attribute: str  # of the mapped class: "created_at"
    relation: str = ""  # the attribute that leads to the row that has it, if any


class Nested(Record, frozen=True):
    """A list under its parent: `/orders/{order_id}/lines`; or the one of one to one."""

    parent: str  # the entity that it stands under: "Order"
    name: str  # the parent's field: "lines"
    path: str  # under the API's prefix: "/orders/{order_id}/lines"
    query: str  # the class of its parameters: "OrderLinesQuery"; empty for one
    filters: tuple[Filter, ...]  # one for each part of the parent's key
    one: bool = False  # it is no list, but the one that refers to its parent
    by: str = ""  # the parent's attribute by which its rows refer to it, if not the key
    through: str = ""  # the parent's attribute that leads here, of many to many: "tags"


class NestedLink(Record, frozen=True):
    """A relation of many to many under a row's path: `/articles/{article_id}/tags`."""

    field: str  # in the design: "tags"
    relationship: str  # the attribute of the mapped class: "tags"
    target: str  # the other side's entity: "Tag"
    target_class: str  # the other side's mapped class: "Tag"
    key: tuple[KeyPart, ...]  # of the other side, as a path has it: `{tag_id}`
    path: str  # of the list, under the API's prefix: "/articles/{article_id}/tags"
    listed: bool  # clients read the list
    written: bool  # clients add rows and take them away
    by: str = ""  # the field over there whose other side it is, if that has the table


class Association(Record, frozen=True):
    """A relation of many to many that rows of another entity hold."""

    field: str  # in the design: "products"
    was: str  # the name that the field had before, where the design says so
    target: str  # the other side's entity: "Product"
    through: Through  # the entity that relates the two, as the list of this side's rows asks it
    ends: tuple[
        str, str
    ]  # its fields for this side and for the other: "order", "product"
    path: str  # of the list, under the API's prefix: "/orders/{order_id}/products"
    listed: bool  # clients read the list
    by: str = ""  # the field over there whose other side it is, if that says `through`
    x: OwnWords | None = None  # words of a team's own, as its field says them


class Owned(Record, frozen=True):
    """Rows of another entity that are written and read inside of one: `lines` of an order."""

    name: str  # in JSON: "lines"
    field: str  # in the design: "lines"
    was: str  # the name that the field had before, where the design says so; otherwise empty
    attribute: str  # of the mapped class, and of bodies: "lines"
    target: str  # the entity whose rows they are: "OrderLine"
    by: str  # the field over there whose other side it is: "order"
    package: str  # the import package of its slice: "shop.sales.order_lines"
    item: str  # the schema of one in a body, and its Python class: "OrderLinesItem"
    most: int  # how many a body has at most: 100
    reference: tuple[
        tuple[str, str], ...
    ]  # their attributes with those of the owner that they hold: ("order_id", "id")
    fixed: tuple[str, ...] = ()  # attributes that a row keeps once it is there
    needed: tuple[str, ...] = ()  # those of new rows alone that have no default
    keyed: bool = False  # clients choose their keys


class Owner(Record, frozen=True):
    """The entity inside of whose rows those of another one are written and read."""

    entity: str  # "Order"
    class_name: str  # the mapped class: "Order"
    field: str  # of the owner's, in the design: "lines"
    item: str  # the schema of one row in a body, and its Python class: "OrderLinesItem"
    reference: tuple[
        tuple[str, str], ...
    ]  # attributes with those of the owner that they hold: ("order_id", "id")
    counts: bool = False  # it has a version, which moves with each of its rows


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
    types: str = ""  # the whole Python module `models/types.py`, where there are any
    events: str = ""  # the whole of `asyncapi.yaml`, where others are told of changes


class ErrorBody(Record, frozen=True):
    """The body of every error, where a capability gives it another shape."""

    media_type: str  # "application/problem+json"
    schema: dict[str, Any]  # the schema `error`, as OpenAPI has it


class Components(Record, frozen=True):
    """Components of the contract that capabilities in use add, as OpenAPI has them."""

    parameters: dict[str, dict[str, Any]]  # by name: "If-Match"
    responses: dict[str, dict[str, Any]]  # by name: "NotModified"
    headers: dict[str, dict[str, Any]]  # by name: "ETag"
    security: dict[str, dict[str, Any]] | None = None  # schemes by name: "bearer"
    paths: dict[str, dict[str, Any]] | None = None  # of no entity: "/api/v1/auth/me"
    schemas: dict[str, dict[str, Any]] | None = None  # of their bodies, by name
    tags: tuple[dict[str, Any], ...] = ()  # of their operations
    error: ErrorBody | None = None  # of errors, in place of the envelope
