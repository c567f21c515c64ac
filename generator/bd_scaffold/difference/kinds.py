"""Types as a design writes them, and whether what was stored under one fits another."""

from __future__ import annotations

from ..language.files import kinds_of
from ..record import Record
from ..resolve.types import Schema
from ..resolve.values import INTEGER_BOUNDS, WRITTEN_LENGTHS

_TEXTS = frozenset({"string", "text", "email", "url", "ip", "enum"})
_FAMILIES = (_TEXTS, frozenset({"smallint", "integer", "bigint"}))
_DIGITS = {"smallint": 5, "integer": 10, "bigint": 19}
_FORMS = dict.fromkeys(_TEXTS, "text") | dict.fromkeys(INTEGER_BOUNDS, "integer")
"""The types whose values look alike in JSON; any other type has a form of its own."""

_NO_TEXT = frozenset({"integer", "float", "boolean", "json"})


class Retyped(Record, frozen=True):
    """What a change of type is called, and what it costs."""

    kind: str  # "widened", "narrowed" or "retyped"
    fits: bool  # every value of then can be kept
    alike: bool  # in JSON it is the same
    taken: str = (
        ""  # how the values of then are taken, where that is no matter of course
    )


def retyped(old: Schema, new: Schema) -> Retyped:
    """Return what the change from one type to another is."""
    if old.type == new.type == "file":
        return _other_files(old, new)
    fits, alike = _fits(old, new), _are_alike(old, new)
    kind = "retyped"
    if _are_related(old, new) and fits:
        kind = "widened"
    elif _are_related(old, new) and _fits(new, old):
        kind = "narrowed"
    return Retyped(kind, fits, alike, _TAKEN.get((old.type, new.type), ""))


def _other_files(old: Schema, new: Schema) -> Retyped:
    """Return what becomes of which files are taken; those that are there stay in any case."""
    known = {*kinds_of(old.media)} <= {*kinds_of(new.media)}
    if known and (old.most_bytes or 0) <= (new.most_bytes or 0):
        return Retyped("widened", fits=True, alike=True)
    return Retyped("narrowed", fits=True, alike=False)


_TAKEN = {
    ("datetime", "datetime_local"): ", as a clock in UTC shows it",
    ("datetime_local", "datetime"): ", taken for UTC",
}


def written(schema: Schema) -> str:
    """Return a type as a design writes it, without its question mark."""
    kind = schema.enum or schema.type
    if schema.type == "string":
        kind = f"{schema.stored or 'string'}({schema.max_length})"
    elif schema.stored:
        kind = schema.stored
    elif schema.type == "decimal":
        kind = f"decimal({schema.precision},{schema.scale})"
    elif schema.type == "file":
        kind = f"file({', '.join((*schema.media, schema.most))})"
    return f"{kind}[]" if schema.many else kind


def _are_related(old: Schema, new: Schema) -> bool:
    if old.many != new.many:
        return False
    return old.type == new.type or any(
        {old.type, new.type} <= family for family in _FAMILIES
    )


def _are_alike(old: Schema, new: Schema) -> bool:
    """True where a client of then can read and write what it is now."""
    then, now = (_FORMS.get(each.type, each.type) for each in (old, new))
    written = then == now or (now == "text" and then not in _NO_TEXT)
    return written and old.many == new.many


def _fits(old: Schema, new: Schema) -> bool:
    """True where every value of the old type is one of the new type, written anew or not."""
    if old.many != new.many:
        return False
    if new.type == "text" and old.type not in ("json", "bytes"):
        return True
    if new.type == "string":
        fits = _length(old) <= (new.max_length or 0)
        return fits and (old.padded or not new.padded)
    if new.type == "decimal":
        return _whole(old) <= _whole(new) and (old.scale or 0) <= (new.scale or 0)
    if old.type == new.type:
        return old.enum == new.enum
    if new.many and new.type.startswith("datetime"):
        return False
    return (old.type, new.type) in (
        ("smallint", "integer"),
        ("smallint", "bigint"),
        ("smallint", "float"),
        ("integer", "bigint"),
        ("integer", "float"),
        ("date", "datetime"),
        ("date", "datetime_local"),
        ("datetime", "datetime_local"),
        ("datetime_local", "datetime"),
    )


def _length(schema: Schema) -> float:
    if schema.type == "string":
        return schema.max_length or 0
    if schema.type == "decimal":
        return (schema.precision or 0) + 2
    return WRITTEN_LENGTHS.get(schema.type, float("inf"))


def _whole(schema: Schema) -> float:
    """How many digits may stand before the point."""
    if schema.type == "decimal":
        return (schema.precision or 0) - (schema.scale or 0)
    return _DIGITS.get(schema.type, float("inf"))
