"""Texts that are stored in one form: what has one, and what contradicts it."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.finding import Finding
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.normal import normal_of
from ..resolve.types import Normal
from .fields import nobody_gives
from .finding import about

_TYPES = ("string", "text", "email")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Only texts have a form, and nothing else that is said of them contradicts it."""
    for written in resolved.fields:
        yield from _stored(written)
        words = normal_of(written.source)
        if words and written.is_known:
            misplaced = [*_misplaced(written, words)]
            yield from misplaced or _contradictions(written, words)


def _stored(written: Field) -> Iterator[Finding]:
    """Say what contradicts a column of an existing schema's own type."""
    field = written.source
    if field.stored and field.many:
        message = f"A list is JSON in the database, and no {field.stored}."
        form = f"string({field.arguments[0]})" if field.arguments else "text"
        yield about(written, "BD102", message, f"Write {form}[].", "type")
    elif field.stored == "char" and field.min_length:
        message = "Blanks at its end say nothing in a char, so no number of characters is kept."
        hint = 'Say it by a pattern, as in pattern("^[A-Z]{2}$"), or write string(n).'
        yield about(written, "BD207", message, hint, "min_length")


def _misplaced(written: Field, words: tuple[Normal, ...]) -> Iterator[Finding]:
    field = written.source
    for word in words:
        if written.is_relation:
            message = f'"{word}" does not apply to a relation.'
            yield about(written, "BD206", message, "It is for values.", word)
        elif field.many:
            message = f'"{word}" does not apply to a list.'
            yield about(written, "BD205", message, "Leave it out.", word)
        elif field.type not in _TYPES or (word, field.type) in _NEVER:
            message = f'"{word}" does not apply to {field.type}.'
            hint = _NEVER.get((word, field.type)) or f"It is for {', '.join(_TYPES)}."
            yield about(written, "BD205", message, hint, word)


_NEVER = {
    ("trim", "email"): "An address has no blanks.",
    ("upper", "email"): "Write lower.",
}


def _contradictions(written: Field, words: tuple[Normal, ...]) -> Iterator[Finding]:
    field, word = written.source, words[-1]
    if field.lower and field.upper:
        message = "lower and upper exclude each other."
        yield about(written, "BD207", message, "Keep one of them.", "upper")
    if written.in_key:
        message = f"A key stands in paths as it is stored, so {word} can't change it."
        hint = "Say by a pattern what it is."
        yield about(written, "BD207", message, hint, word)
    if field.pattern is not None:
        said = ", ".join(words)
        message = f"{said} and pattern exclude each other: a pattern says itself what there is."
        yield about(written, "BD207", message, "Keep one of them.", word)
    if field.trim and field.min_length:
        message = (
            "The least length is that of what clients send, and trim may leave less."
        )
        hint = "Write not_blank, or leave the least length out."
        yield about(written, "BD207", message, hint, "trim")
    if field.lower and field.type == "string" and nobody_gives(written):
        message = "The codes that the server makes are in capitals."
        yield about(written, "BD207", message, "Write upper.", "lower")
