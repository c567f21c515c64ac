"""In which form a router answers with rows: what it shows of them, and what beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...layout import Source, after, call
from ...operation import Operation

if TYPE_CHECKING:
    from ...features.use import Use
    from .slices import Slice

OF_INCLUSIONS = ".inclusions"
"""The module of a slice with what its answers include."""


def shown(own: Slice, operation: Operation) -> Use:
    """Return the class of what is answered, with its module."""
    if answer := own.answer(operation):
        return answer.shown
    if operation.returned == "page":
        return OF_INCLUSIONS if own.including else ".schemas", f"{own.name}Page"
    if asks_for_related(own, operation):
        return OF_INCLUSIONS, f"{own.name}WithRelated"
    return ".schemas", f"{own.name}Read"


def some_of(own: Slice, operation: Operation) -> Use:
    """Return the class of a row of which a request names the fields, with its module."""
    if asks_for_related(own, operation):
        return OF_INCLUSIONS, f"{own.name}FieldsWithRelated"
    return ".schemas", f"{own.name}Fields"


def asks_for_related(own: Slice, operation: Operation) -> bool:
    """Tell whether a request may name relations."""
    return own.including and "include" in operation.controls


def names_fields(own: Slice, operation: Operation) -> bool:
    """Tell whether a request may name the fields of the one row that it asks for."""
    return own.sparse and operation.kind in ("get", "nested_get")


def reading(schema: str) -> Source:
    """Return the statement that knows what is read of a row: all of it, if it is nothing."""
    return after("reads = ", call("attributes_of", schema, "query.fields"))


def needed(own: Slice) -> str:
    """Return what has to be read of a row, so that it and its related rows can be shown."""
    return "INCLUSIONS.needed(reads, query.include)" if own.including else "reads"


def with_related(builder: str, rows: str) -> Source:
    """Return what shows rows with those that they are related to."""
    asked = (builder, rows, "query.include", "work")
    return call("await INCLUSIONS.beside", *asked)


def responding(own: Slice, name: str) -> str:
    """Return the builder that a function answers with."""
    return name if own.views is None else f"{name}.{own.views.chosen}"


def showing(own: Slice, operation: Operation) -> str:
    """Return what shows a row: all that it has, or the fields that a request names."""
    some = ".only(reads)" if names_fields(own, operation) else ""
    return f"{responding(own, 'response')}{some}"
