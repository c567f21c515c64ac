"""What generated modules say, in ready Python."""

from __future__ import annotations

from typing import Any

from ...record import Record


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


class AccessCode(Record, frozen=True):
    """What the module of an entity's rules of access says, in ready Python."""

    imports: str  # an empty line between two groups
    owner: str  # the rule that a row is its owner's; empty where no rule says so
    rules: tuple[str, ...]  # rules that are too long to stand where they are given
    access: str  # all of them: "ACCESS = Access(…)"
    into_lists: bool = False  # some rule asks for any row of a list


class AccessCasesCode(Record, frozen=True):
    """What tests try of who may do what with the rows of an entity, in ready Python."""

    imports: str  # an empty line between two groups
    cases: str  # "CASES = Cases(…)"


class PersonCode(Record, frozen=True):
    """What is exported of a person's rows and becomes of them, for the code and for people."""

    entry: str  # in ready Python: "PersonalData(models.Order, …)"
    constants: tuple[str, ...]  # what it is written with: "NULL"
    functions: tuple[str, ...]  # the same: "text"
    owner: str  # the path to the person, as the design says it: "customer.account"
    left_out: tuple[str, ...]  # properties that no export shows
    blanked: tuple[
        str, ...
    ]  # properties that say something of a person, and are blanked
    stays: tuple[str, ...]  # those for which there is no blank
    kept: str  # the reason why rows stay as they are; empty where they don't


class PaginationCode(Record, frozen=True):
    """What answers say of a page, as a class of `core/http/schemas.py`."""

    name: str  # "CountableCursorPagination"
    title: str  # what it is: "Where a list goes on, and how long it is."
    lines: tuple[str, ...]  # its fields: "next_cursor: str | None"


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


class InclusionsCode(Record, frozen=True):
    """What the module of what answers may include says, in ready Python."""

    imports: str  # an empty line between two groups
    schemas: tuple[str, ...]  # classes of rows with what they include, and of a page
    views: tuple[str, ...]  # what shows related rows otherwise to some than to others
    inclusions: str  # all of them: "INCLUSIONS = Inclusions(…)"
    tried: tuple[str, ...]  # the same as tests know them: "    Included(…),"


class TransitionsCode(Record, frozen=True):
    """What the module of an entity's transitions says, in ready Python."""

    imports: str  # an empty line between two groups
    transitions: str  # all of them: "TRANSITIONS = (…)"
    head: str  # of the service's base: "class OrderTransitions(…):"
    methods: tuple[str, ...]  # of it, one for each transition


class ResourceReference(Record, frozen=True):
    """A relation to one other row, and what the tests can hold the application to."""

    name: str  # the field in the design: "customer"
    target: str  # the entity that it points to: "Customer"
    columns: tuple[tuple[str, str], ...]  # attribute here, attribute there
    required: bool  # a row has to have one, which the tests store first
    checked: bool  # a client that refers to nothing is refused
    restricts: bool  # a client may not delete what is referred to
    lists: tuple[str, ...]  # of this entity, under the other one's path: "lines"
    ones: tuple[str, ...] = ()  # the same, of what is one to one: "profile"
    absent: tuple[
        Any, ...
    ] = ()  # what no row over there has, where that is not its key
    circular: bool = False  # the other one needs a row of this kind in the end
    deferred: bool = False  # of a circle: the other one may come after this one
    exclusive: bool = False  # of a circle: no two rows refer to the same one


class ResourcePython(Record, frozen=True):
    """What the module with an entity's `RESOURCE` says, ready Python."""

    imports: tuple[str, ...]  # its lines, in order
    body: str  # of its function `values(n)`, the values of the n-th row
    arguments: tuple[str, ...]  # of `Resource(…)`, each with the lines that it takes


class ResourceLink(Record, frozen=True):
    """A relation of many to many as the tests of all resources know it."""

    relationship: str  # the attribute of the mapped class: "tags"
    target: str  # the other side's entity: "Tag"
    path: str  # the last part of the path under which rows are added; empty for none
    parameter: str  # that narrows the list; empty for none
    restricts: bool = False  # a client may not delete the other row while it is related


class ResourceAssociation(Record, frozen=True):
    """A relation of many to many that rows of another entity hold, as the tests know it."""

    entity: str  # that relates the two: "OrderLine"
    own: str  # its field that refers to a row of this resource: "order"
    other: str  # that to the other row: "product"
    path: str  # the last part of the path of the list; empty for none
    parameter: str  # that narrows the list of this resource; empty for none


class Resource(Record, frozen=True):
    """What the tests that run over all resources have to know of an entity."""

    rows: int  # how many a test makes: three, or as many as unique values allow
    absent: tuple[Any, ...]  # a key that no row has, part by part
    repeatable: bool  # the same may be created twice, for all that is certain
    references: tuple[ResourceReference, ...]  # to one other row each
    filters: tuple[str, ...]  # those of columns that every row of a test has, by name
    finders: tuple[str, ...]  # those that find every row, by name
    python: ResourcePython  # the module with its `RESOURCE`, ready Python
    links: tuple[ResourceLink, ...] = ()  # relations from many to many that are tried
    computed: tuple[str, ...] = ()  # properties that the database computes, by name
    associations: tuple[ResourceAssociation, ...] = ()  # those that other rows hold
    forms: tuple[str, ...] = ()  # filters otherwise than by one comparison, by name


class SeedCode(Record, frozen=True):
    """The module that makes an entity's rows for a database to be filled with, ready Python."""

    imports: str  # that it needs
    blocks: tuple[str, ...]  # its functions: that of the entity's row, those of links
    rows: tuple[str, ...]  # its constants, each with how many rows there are
    names: tuple[str, ...]  # what these are called: "ROWS"
