"""Operations of the design's own, whose bodies the team writes."""

from __future__ import annotations

from typing import Annotated, Literal

from ...operation import Operation
from ...record import Record
from .api import ATTACHED, Property
from .code import RouterCode, ServiceCode

Answer = Literal["nothing", "fields", "one", "many"]


class Refusal(Record, frozen=True):
    """A reason for which operations are refused, in words of the design."""

    code: str  # in answers: "ORDER_CLOSED"
    class_name: str  # of the exception: "OrderClosedError"
    status: int  # of the answer: 409
    message: str  # what the answer says, unless the code says something else
    message_source: str  # the same as a Python literal


class CustomOperation(Record, frozen=True):
    """One operation of the design's own."""

    full_name: str  # in the design: "Order.recount"
    name: str  # of the service's method: "recount"
    was: str  # the full name that it had before, where the design says so
    on: Literal["item", "collection", "none"]  # what it is about
    operation: Operation  # how it is called, and what serves it
    input: tuple[
        Property, ...
    ]  # what it is given; for a `get` and a `delete` in the query
    answers: Answer  # what comes back: an entity, several of them, fields of its own
    output: tuple[Property, ...]  # the fields of its own that it answers
    method: str  # of the service, ready Python: "async def recount(…):"
    docstring: str  # of that method, ready Python
    tests: str  # what tests know of it: "Own(…)", ready Python
    entity: str = ""  # that it answers: "Order"
    idempotent: bool = False  # twice comes to the same as once
    description: str = ""  # what the design says of it
    refusals: tuple[str, ...] = ()  # the codes that it may be refused with
    rule: str = ""  # who may call it, as the design says it; empty without security
    calls: tuple[str, ...] = ()  # the dependencies that it needs
    later: bool = False  # it is done by a job, and `operation` answers its status
    outcome: Operation | None = (
        None  # how what it answers is read once it is done; one function serves all
    )


class CustomGroup(Record, frozen=True):
    """The operations of the design's own of one entity, of an area or of the project."""

    name: str  # as the design has it: "Order", "Sales"
    was: str  # the name that its entity had before, where the design says so
    kind: Literal["entity", "area", "project"]  # what they belong to
    label: str  # what they are about, for people: "orders", "sales"
    handle: str  # in names of variables: "orders"
    tag: str  # in the contract: "Order"
    package: str  # the import package of the code: "shop.sales.orders"
    directory: str  # the folder of the code: "src/shop/sales/orders"
    tests: str  # the folder of the tests: "tests/sales/orders"
    operations: tuple[CustomOperation, ...]  # in the design's order
    service: ServiceCode  # what the module of the service says above its methods
    router: RouterCode  # what the router says above its functions
    apart: bool  # nothing else has made a package of the folder of the tests
    samples: str  # imports, and what tests give and are given, as ready Python
    maker: str  # what makes the service of its entity: "order_service"; or empty
    access: str  # the module of its rules, where no slice has them; otherwise empty
    dtos: Annotated[str | None, ATTACHED]  # the module `operation_schemas.py`; or empty
    later: str = ""  # the module of those that are done later, where some are
