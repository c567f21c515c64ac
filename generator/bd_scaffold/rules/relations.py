"""Relations: both sides agree, and what happens on delete is possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostics import did_you_mean
from ..language.design import FieldType
from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from . import nested_links
from . import through as associations
from .fields import WAY_OUT, nobody_gives, not_internal, withheld_by
from .finding import about


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A relation says only what relations can say, and its other side points back."""
    for written in resolved.fields:
        if written.is_relation:
            yield from _words(written)
        if written.kind == "inverse":
            yield from _inverse(resolved, written)
        elif written.kind == "link":
            yield from _link(resolved, written)
        elif written.kind == "through":
            yield from associations.through(resolved, written)
        elif written.kind == "mirror":
            yield from nested_links.mirror(resolved, written)
        elif written.kind == "reference":
            yield from _single(written)


_VALUE_WORDS = "It is for values."


def _words(written: Field) -> Iterator[Finding]:
    field = written.source
    said = {
        "min": field.minimum is not None,
        "max": field.maximum is not None,
        "length": _is_counted(field) and not field.owned,
        "pattern": field.pattern is not None,
        "not_blank": field.not_blank,
        "sort": field.sort,
        "search": field.search,
        "default_sql": bool(field.default_sql),
        "computed": field.computed is not None,
        "computed_sql": bool(field.computed_sql),
        "virtual": field.virtual,
        "encrypted": field.encrypted,
        "pii": field.pii,
        "default": field.has_default and written.kind != "reference",
    }
    for word in (word for word, there in said.items() if there):
        message = f'"{word}" does not apply to a relation.'
        yield about(written, "BD206", message, _VALUE_WORDS, word)
    if field.arguments:
        message = f"{field.type} takes no arguments."
        yield about(written, "BD202", message, f"Write {field.type}.", "type")
    if field.readonly and field.writeonly:
        message = "readonly and writeonly exclude each other."
        yield about(written, "BD207", message, "Keep one of them.", "writeonly")
    if field.many and field.nullable:
        message = "A list of relations may be empty, but never null."
        hint = f"Write {field.type}[]."
        yield about(written, "BD208", message, hint, "type")
    if field.deferred and field.deferrable:
        message = "What is deferred is deferrable already."
        yield about(written, "BD207", message, "Keep one of them.", "deferrable")
    if field.many and field.one:
        message = '"one" and "[]" exclude each other.'
        yield about(written, "BD207", message, "Keep one of them.", "one")


def _is_counted(field: FieldType) -> bool:
    return field.min_length is not None or field.max_length is not None


def _columnless_words(written: Field) -> Iterator[str]:
    field = written.source
    said = {
        "unique": field.unique,
        "index": field.index,
        "filter": field.filter,
        "to": field.to is not None,
        "on_delete": field.on_delete is not None,
        "on_update": field.on_update is not None and written.kind == "inverse",
        "deferred": field.deferred,
        "deferrable": field.deferrable,
        "unindexed": field.unindexed,
        "readonly": field.readonly,
        "writeonly": field.writeonly,
        "internal": field.internal,
        "immutable": field.immutable,
    }
    return (word for word, there in said.items() if there)


def _single(written: Field) -> Iterator[Finding]:
    field = written.source
    yield from _no_link(written)
    yield from not_internal(written)
    if field.filter and field.internal:
        message = '"filter" would show what internal hides.'
        yield about(written, "BD207", message, "Leave one of them out.", "filter")
    for word in ("index", "one", "unique"):
        if field.unindexed and getattr(field, word):
            message = f'"unindexed" and "{word}" exclude each other.'
            yield about(written, "BD207", message, "Keep one of them.", "unindexed")
    if nobody_gives(written):
        message = "Clients don't set it, and the server can't choose one."
        yield about(written, "BD207", message, WAY_OUT, withheld_by(field))


def _no_link(written: Field) -> Iterator[Finding]:
    field = written.source
    for word in ("link", "unlisted", "nested", "through"):
        if getattr(field, word):
            message = f'"{word}" is for a list of many to many.'
            yield about(written, "BD206", message, "Leave it out.", word)


def _link(resolved: Resolved, written: Field) -> Iterator[Finding]:
    field = written.source
    target = resolved.entities[field.type]
    for word in _columnless_words(written):
        if word not in ("filter", "on_delete"):
            message = f'"{word}" does not apply to a relation of many to many.'
            yield about(written, "BD206", message, "Leave it out.", word)
    yield from _unlisted(written)
    yield from nested_links.link(resolved, written)
    yield from _ambiguous(written, target.fields)
    if len(target.written.key_fields) > 1 and not field.nested:
        message = (
            f"{field.type} has a composite key, which is no single value in a list."
        )
        hint = f"Write {field.type}[] nested, or {field.type}[] through(ENTITY)."
        yield about(written, "BD305", message, hint, "type")
    back = [
        name
        for name, other in target.fields.items()
        if other.kind == "link" and other.source.type == written.entity_name
    ]
    own = [
        name
        for name, other in resolved.entities[written.entity_name].fields.items()
        if other.kind == "link" and other.source.type == field.type
    ]
    order = list(resolved.entities)
    is_second = order.index(written.entity_name) > order.index(field.type)
    if is_second and len(back) == len(own) == 1:
        message = (
            f"{field.type}.{back[0]} declares the same relation from the other side."
        )
        hint = "There would be two link tables: keep one of the two."
        if target.fields[back[0]].source.nested:
            hint = f"Write {field.type}[] by {back[0]} for that relation's other side."
        yield about(written, "BD306", message, hint)


def _unlisted(written: Field) -> Iterator[Finding]:
    """What the rows of lists leave out, the row itself shows."""
    missing = {"list", "get"} - {*written.entity.operations}
    if written.source.unlisted and missing:
        message = (
            f'"unlisted" tells list and get apart, and there is no {min(missing)}.'
        )
        yield about(written, "BD206", message, "Leave it out.", "unlisted")


def _ambiguous(written: Field, others: Mapping[str, Field]) -> Iterator[Finding]:
    """A list beside a field that refers back is seldom a relation of its own."""
    field = written.source
    back = [
        name
        for name, other in others.items()
        if other.kind == "reference" and other.source.type == written.entity_name
    ]
    if not back or field.link or field.type == written.entity_name:
        return
    shown = ", ".join(f"{field.type}.{name}" for name in back)
    verb = "refers" if len(back) == 1 else "refer"
    message = f"{shown} {verb} to {written.entity_name}."
    hint = (
        f"Write {field.type}[] by {back[0]} for that relation's other side, or "
        f"{field.type}[] link for a relation of many to many beside it."
    )
    yield about(written, "BD307", message, hint, "type")


def _inverse(resolved: Resolved, written: Field) -> Iterator[Finding]:
    field = written.source
    other = resolved.entities[field.type].fields
    back = [
        name for name, each in other.items() if each.source.type == written.entity_name
    ]
    yield from _no_link(written)
    for word in _columnless_words(written):
        message = f'"{word}" belongs to the side that has the column.'
        hint = f"Write it at {field.type}.{field.by}."
        yield about(written, "BD206", message, hint, word)
    if not field.many and not field.one:
        message = '"by" names the other side of a list, or of one to one.'
        hint = f"Write {field.type}[] by {field.by}, or {field.type} one by {field.by}."
        yield about(written, "BD301", message, hint, "by")
    if field.one and field.nullable:
        message = "The other side of one to one may always be missing."
        hint = f"Write {field.type} one by {field.by}."
        yield about(written, "BD208", message, hint, "type")
    if field.by not in other:
        hint = did_you_mean(str(field.by), back) or did_you_mean(str(field.by), other)
        message = f'{field.type} has no field "{field.by}".'
        yield about(written, "BD301", message, hint or _pointing(back, written), "by")
        return
    there = other[str(field.by)]
    if there.source.type not in ("unknown", written.entity_name):
        message = f"{field.type}.{field.by} does not point to {written.entity_name}."
        yield about(written, "BD301", message, _pointing(back, written), "by")
    elif not there.has_column:
        message = f"{field.type}.{field.by} has no column to point back with."
        hint = f"Write {written.entity_name} there, without [] and by."
        yield about(written, "BD301", message, hint, "by")
    elif field.one and not (there.source.one or there.source.unique):
        message = f"{field.type}.{field.by} is many to one."
        hint = f"Write {written.entity_name} one there, or {field.type}[] by {field.by} here."
        yield about(written, "BD301", message, hint, "by")
    elif there.source.internal:
        message = f"The list would show {field.type}.{field.by}, which is internal."
        yield about(written, "BD207", message, "Leave one of them out.", "by")


def _pointing(back: list[str], written: Field) -> str:
    if back:
        return f"Its field {back[0]} does."
    return f"Give {written.source.type} a field of type {written.entity_name}."
