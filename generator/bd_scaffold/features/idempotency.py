"""`idempotency`: a write that is sent again under its key is done once."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from ..operation import Operation, refused
from ..record import replace
from .feature import AddedContract, Feature, Reasons, Usage, in_designs
from .routes import Argument, Router
from .tables import AddedTable, TableColumn, TableReference

_HEADER = "Idempotency-Key"
_METHODS = ("post", "patch")

_PATTERN = r'^("([ !#-\[\]-~]|\\["\\]){1,255}"|[!#-+\--\[\]-~]{1,255})$'
"""A string of RFC 9651, or the same without its quotes, as many clients send it."""


def _wanted(design: Design) -> bool:
    return design.api.idempotency is not None


def _form(usage: Usage) -> Feature:
    """Return it as the design has it: a key is what a write may have, or has to."""
    said = usage.design.api.idempotency if usage.design else None
    needed = said is not None and said.required

    def changed(operation: Operation) -> Operation:
        http = operation.http
        if http.method not in _METHODS:
            return operation
        asked = replace(http, parameters=(*http.parameters, _HEADER))
        operation = refused(replace(operation, http=asked), "conflict")
        return refused(operation, "bad_request") if needed else operation

    return replace(FEATURE, operation=changed)


def _tables(design: Design) -> Iterator[AddedTable]:
    """The answers that are kept, by a hash of whose they are and of their key."""
    account = TableColumn("account_id", "uuid", nullable=True)
    signs_in = design.security is not None
    yield AddedTable(
        "idempotency_keys",
        (
            TableColumn("hash", "string", length=64, primary=True),
            *([account] if signs_in else []),
            TableColumn("fingerprint", "string", length=64),
            TableColumn("status", "integer"),
            TableColumn("headers", "text"),
            TableColumn("body", "text"),
            TableColumn("expires_at", "datetime"),
        ),
        references=(TableReference("account_id", "accounts"),) if signs_in else (),
        indexes=(*([("account_id",)] if signs_in else []), ("expires_at",)),
    )


def _contract(design: Design, _prefix: str) -> AddedContract:
    said = design.api.idempotency
    parameter = {
        "name": _HEADER,
        "in": "header",
        "description": "A text that no other request of the caller has, such as a UUID: sent "
        "again with it, the request is answered as the first time, and done once.",
        **({"required": True} if said and said.required else {}),
        "schema": {"type": "string", "maxLength": 512, "pattern": _PATTERN},
    }
    return AddedContract(parameters={_HEADER: parameter})


FEATURE = Feature(
    name="idempotency",
    said="idempotency: true",
    summary="A write that is sent again under its key is done once.",
    reasons=Reasons(
        9105,
        "Writes are idempotent by key",
        "A client without a response can't know whether its write succeeded.",
        "The response to a write is stored under its Idempotency-Key, in the "
        "transaction of the write.",
        "Each such write stores an additional row; a command, run daily, "
        "deletes them.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    form=_form,
    classes=("IdempotencyKey", "IdempotentRoute"),
    tables=_tables,
    contract=_contract,
    mapped=(("models.idempotency_keys", "IdempotencyKey"),),
    router=Router(
        route=("core.http.idempotency", "IdempotentRoute"),
        headers={_HEADER: Argument("", ())},  # which the route reads itself
    ),
    brings=(_HEADER, "400"),
    told=False,
    daily=("core.idempotency",),
)
