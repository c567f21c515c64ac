"""Encrypted columns as the mapped class writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...layout import Node, Source, call
from ...names import python_string as quoted
from ...names import safe_attribute
from ...record import replace
from ...resolve.slots import Slot
from ..types import Column, Sealed
from .columns import annotation
from .values import python_type

SEALED: Mapping[str, frozenset[str]] = {
    "core.db.encrypted": frozenset({"BlindIndex", "Encrypted", "SealedText"})
}
"""What such columns are written with, by module."""


def sealed_column(column: Column) -> tuple[str, Node]:
    """Return the annotation of the column that holds what is encrypted, and the column."""
    nullable = f"nullable={column.nullable}"
    made = call("mapped_column", quoted(column.name), "SealedText()", nullable)
    return "Any", replace(made, shared=True)


def hashed_column(column: Column, slot: Slot) -> tuple[str, Node]:
    """Return the same of the column beside it that tells equal values."""
    name = (quoted(column.name),) if column.name != column.attribute else ()
    of = safe_attribute(slot.added.stands_for if slot.added else "")
    shown = f'info={{"shown": {quoted(of)}}}'
    made = call("mapped_column", *name, f"BlindIndex({of})", "nullable=True", shown)
    return "Any", replace(made, shared=True)


def opened(sealed: Sealed, slot: Slot) -> Node:
    """Return the attribute by which values are read and written."""
    kind = python_type(slot.schema, slot.enum)
    scale = sealed.plain.scale
    more: tuple[Source, ...] = () if scale is None else (f"scale={scale}",)
    if sealed.hash:
        more = (*more, f"beside={quoted(sealed.hash)}")
    said = quoted(sealed.context)
    held = "object" if kind == "Any" else kind
    made = call(f"Encrypted[{annotation(slot)}]", said, held, *more)
    return replace(made, shared=True)


def names_of_sealed(column: Column) -> Iterator[str]:
    """Yield the names that such a column is written with."""
    if column.sealed:
        yield from ("Any", "Encrypted", "SealedText")
    if column.hashes:
        yield from ("Any", "BlindIndex")
