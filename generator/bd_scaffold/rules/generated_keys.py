"""Keys that new rows get: `auto` stands at the one field that is the key, and says it all."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.values import INTEGER_BOUNDS, LONGEST_INDEXED, greatest_length
from .finding import about

_TYPES = (*INTEGER_BOUNDS, "string", "uuid")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """A field that is auto is the whole key, and of a type that can be generated."""
    for written in resolved.fields:
        if written.source.auto and written.is_known:
            yield from _kind(written)
            yield from _place(written)
            yield from _contradictions(written)


def _kind(written: Field) -> Iterator[Finding]:
    kind = written.source.type
    if written.is_relation:
        message = '"auto" does not apply to a relation.'
        yield about(written, "BD206", message, "It is for values.", "auto")
    elif kind not in _TYPES or written.source.many:
        shown = f"a list of {kind}" if written.source.many else kind
        message = f'"auto" does not apply to {shown}.'
        hint = "Generated keys are smallint, integer, bigint, string(n) or uuid."
        yield about(written, "BD205", message, hint, "auto")
    longest = greatest_length(written.source)
    if longest is not None and longest > LONGEST_INDEXED:
        message = f"A key has at most {LONGEST_INDEXED} characters."
        yield about(written, "BD209", message, "Make the string shorter.", "type")


def _place(written: Field) -> Iterator[Finding]:
    key = written.entity.key_fields
    if written.name not in key:
        message = "Only a key is auto, and this field is no part of it."
        hint = "Leave `key` out, or leave out auto."
        yield about(written, "BD403", message, hint, "auto")
    elif len(key) > 1:
        message = "A generated key is one field, and this key has several."
        hint = "Make one field auto, and the others unique together."
        yield about(written, "BD403", message, hint, "auto")


def _contradictions(written: Field) -> Iterator[Finding]:
    field = written.source
    if field.nullable:
        message = f"{written.name} is optional, which a key can't be."
        yield about(written, "BD402", message, "Remove the question mark.", "nullable")
    said = {
        "default": field.has_default,
        "default_sql": bool(field.default_sql),
        "computed": field.computed is not None,
        "computed_sql": bool(field.computed_sql),
        "unique": field.unique,
        "readonly": field.readonly,
        "writeonly": field.writeonly,
        "internal": field.internal,
        "immutable": field.immutable,
        "min": field.minimum is not None,
        "max": field.maximum is not None,
        "length": field.min_length is not None or field.max_length is not None,
        "pattern": field.pattern is not None,
    }
    for word in (word for word, there in said.items() if there):
        message = f'"{word}" and "auto" exclude each other.'
        yield about(written, "BD207", message, f"Leave {word} out.", word)
