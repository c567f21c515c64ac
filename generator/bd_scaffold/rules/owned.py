"""Rows that are written inside of the one that owns them."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.values import MOST_ITEMS
from .finding import about

_WITH_ROWS = frozenset(("get", "create", "replace", "update"))
"""The operations of an entity that read or write what it owns."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What is owned is a list of rows that go with their owner, one step below it."""
    for written in resolved.fields:
        if written.is_relation and written.source.owned:
            yield from _owned(resolved, written)


def _owned(resolved: Resolved, written: Field) -> Iterator[Finding]:
    field = written.source
    if written.kind != "inverse" or not field.many:
        message = '"owned" is for a list of the rows that refer to this one.'
        hint = f"Write {field.type}[] by FIELD owned, or leave it out."
        yield about(written, "BD206", message, hint, "owned")
        return
    there = resolved.entities[field.type].fields.get(str(field.by))
    if there is None or there.source.type != written.entity_name:
        return  # which the rules of relations tell
    yield from _bound_to_it(written, there)
    yield from _one_step(resolved, written)
    yield from _counted(written)
    if _WITH_ROWS.isdisjoint(written.entity.operations):
        message = f"No operation of {written.entity_name} reads or writes it."
        hint = "Leave it out, or give the entity get or create."
        yield about(written, "BD310", message, hint, "owned")


def _bound_to_it(written: Field, there: Field) -> Iterator[Finding]:
    """The rows belong to one row as long as they are there, and go with it."""
    shown = f"{written.source.type}.{there.name}"
    if there.source.nullable:
        message = f"{shown} may be missing, so its rows need no {written.entity_name}."
        hint = f"Write {written.entity_name} there without the question mark."
        yield about(written, "BD310", message, hint, "owned")
    if there.source.on_delete != "cascade":
        message = f"{shown} doesn't go with its {written.entity_name}."
        hint = f"Write {written.entity_name} on_delete(cascade) there."
        yield about(written, "BD310", message, hint, "owned")


def _one_step(resolved: Resolved, written: Field) -> Iterator[Finding]:
    """What is owned owns nothing, itself included."""
    target = written.source.type
    if target == written.entity_name:
        message = f"{target} would own rows of its own kind, to any depth."
        hint = "Leave it out: each row is written at its own address."
        yield about(written, "BD310", message, hint, "owned")
        return
    for each in resolved.entities[target].fields.values():
        if each.is_relation and each.source.owned:
            message = f"{target} owns {each.name}, and rows are nested one step."
            hint = f"Leave out one of the two: {target}.{each.name}, or this one."
            yield about(written, "BD310", message, hint, "owned")


def _counted(written: Field) -> Iterator[Finding]:
    least, most = written.source.min_length, written.source.max_length
    if most is not None and not 1 <= most <= MOST_ITEMS:
        message = f"A body takes from 1 to {MOST_ITEMS:,} of them."
        hint = "Write length(0, 100)."
        yield about(written, "BD204", message, hint, "max_length")
    elif least:
        message = "Rows go at their own address, too, so there may be fewer of them."
        hint = f"Write length(0, {most or 100})."
        yield about(written, "BD207", message, hint, "min_length")
