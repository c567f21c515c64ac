"""Relations: both sides agree, and what happens on delete is possible."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean
from ..language.design import Design
from .fields import WAY_OUT, nobody_gives
from .finding import Finding, Written, fields_of, has_column, is_relation


def rule(design: Design) -> Iterator[Finding]:
    """A relation says only what relations can say, and its other side points back."""
    for written in fields_of(design):
        if not is_relation(design, written.field):
            continue
        yield from _words(written)
        if written.field.by is not None:
            yield from _inverse(design, written)
        elif written.field.many:
            yield from _many(design, written)
        else:
            yield from _single(written)


_VALUE_WORDS = "It is for values."


def _words(written: Written) -> Iterator[Finding]:
    field = written.field
    said = {
        "min": field.minimum is not None,
        "max": field.maximum is not None,
        "length": field.min_length is not None or field.max_length is not None,
        "pattern": field.pattern is not None,
        "sort": field.sort,
        "search": field.search,
        "default": field.has_default,
    }
    for word in (word for word, there in said.items() if there):
        message = f'"{word}" means nothing for a relation.'
        yield written.finding("BD206", message, _VALUE_WORDS, word)
    if field.arguments:
        message = f"{field.type} takes nothing in parentheses."
        yield written.finding("BD202", message, f"Write {field.type}.", "type")
    if field.readonly and field.writeonly:
        message = "readonly and writeonly exclude each other."
        yield written.finding("BD207", message, "Keep one of them.", "writeonly")
    if field.many and field.nullable:
        message = "A list of relations is empty, never missing."
        hint = f"Write {field.type}[]."
        yield written.finding("BD208", message, hint, "type")
    if field.many and field.one:
        message = '"one" and "[]" exclude each other.'
        yield written.finding("BD207", message, "Keep one of them.", "one")


def _columnless_words(written: Written) -> Iterator[str]:
    field = written.field
    said = {
        "unique": field.unique,
        "index": field.index,
        "filter": field.filter,
        "on_delete": field.on_delete is not None,
        "readonly": field.readonly,
        "writeonly": field.writeonly,
        "immutable": field.immutable,
    }
    return (word for word, there in said.items() if there)


def _single(written: Written) -> Iterator[Finding]:
    field = written.field
    if nobody_gives(written):
        message = "Clients don't give it, and the server can't choose one."
        yield written.finding("BD207", message, WAY_OUT, "readonly")
    if field.on_delete == "set_null" and not field.nullable:
        message = "on_delete(set_null) needs a field that may be null."
        hint = f"Write {field.type}?, or another on_delete."
        yield written.finding("BD302", message, hint, "on_delete")
    if field.on_delete == "set_null" and written.name in (written.entity.key or ()):
        message = "on_delete(set_null) would empty the key."
        hint = "Write on_delete(cascade) or on_delete(restrict)."
        yield written.finding("BD302", message, hint, "on_delete")


def _many(design: Design, written: Written) -> Iterator[Finding]:
    field = written.field
    target = design.entities[field.type]
    for word in _columnless_words(written):
        message = f'"{word}" means nothing for a relation of many to many.'
        yield written.finding("BD206", message, "Leave it out.", word)
    if target.key is not None and len(target.key) > 1:
        message = f"{field.type} has a composite key, which a list of keys cannot hold."
        hint = "Make the link an entity of its own."
        yield written.finding("BD305", message, hint, "type")
    back = [
        name
        for name, other in target.fields.items()
        if other.type == written.entity_name and other.many and other.by is None
    ]
    own = [
        name
        for name, other in written.entity.fields.items()
        if other.type == field.type and other.many and other.by is None
    ]
    order = list(design.entities)
    is_second = order.index(written.entity_name) > order.index(field.type)
    if is_second and len(back) == len(own) == 1:
        message = f"{field.type}.{back[0]} says the same from the other side."
        hint = "That would be two link tables: keep one of the two."
        yield written.finding("BD306", message, hint)


def _inverse(design: Design, written: Written) -> Iterator[Finding]:
    field = written.field
    other = design.entities[field.type]
    for word in _columnless_words(written):
        message = f'"{word}" belongs to the side that has the column.'
        hint = f"Write it at {field.type}.{field.by}."
        yield written.finding("BD206", message, hint, word)
    if field.was is not None:
        message = '"was" means nothing for the other side of a relation.'
        hint = "It has no column that could move along: leave `was` out."
        yield written.finding("BD206", message, hint, "was")
    if not field.many:
        message = '"by" names the other side of a list.'
        hint = f"Write {field.type}[] by {field.by}."
        yield written.finding("BD301", message, hint, "by")
    if field.by not in other.fields:
        back = [
            name
            for name, each in other.fields.items()
            if each.type == written.entity_name
        ]
        hint = did_you_mean(str(field.by), back) or did_you_mean(
            str(field.by), other.fields
        )
        message = f'{field.type} has no field "{field.by}".'
        yield written.finding("BD301", message, hint or _pointing(back, written), "by")
        return
    there = other.fields[str(field.by)]
    if there.type not in ("unknown", written.entity_name):
        back = [
            name
            for name, each in other.fields.items()
            if each.type == written.entity_name
        ]
        message = f"{field.type}.{field.by} does not point to {written.entity_name}."
        yield written.finding("BD301", message, _pointing(back, written), "by")
    elif not has_column(design, there):
        message = f"{field.type}.{field.by} has no column to point back with."
        hint = f"Write {written.entity_name} there, without [] and by."
        yield written.finding("BD301", message, hint, "by")


def _pointing(back: list[str], written: Written) -> str:
    if back:
        return f"Its field {back[0]} does."
    return f"Give {written.field.type} a field of type {written.entity_name}."
