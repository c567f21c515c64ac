"""What a design says of one field, then and now."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from ..model.types import Property
from ..record import replace
from ..resolve.computed import DESCRIPTION
from ..resolve.types import Normal, Schema
from ..resolve.values import NOT_BLANK
from . import database_names, filters, referential, value_types
from .change import BREAKING, SAFE, STRICTER, Change, Effect, effects
from .computed import written as written_computed
from .declared import Field
from .kinds import retyped, written
from .lists import listed, reworded, shown
from .own_words import changed_words
from .renames import DeclaredRenames

_FLAGS = (
    *("unique", "filter", "sort", "search", "nested", "include", "encrypted", "pii"),
)
_COSTS = {"unique": STRICTER, "nested": BREAKING}


def added(subject: str, field: Field, wholes: Container[str]) -> Change:
    """Return the change that a new field is, beside the values that were there before."""
    value = field.value
    given = shown(value.default) if _is_defaulted(field) else field.made
    default = f" = {given}" if given else ""
    if field.computed is not None:
        default = f" {written_computed(field.computed)}"
    made = field.made or field.computed or (value.in_create and not value.required)
    gap = not (field.linked or value.schema.nullable or value.has_default or made)
    partly = value_types.is_needed_in(value, wholes)
    needs = effects(
        needs_default=gap or partly,
        breaks_clients=_asks_for(value) or (partly and value.in_create),
    )
    text = f"added as {line(field)}{default}{value_types.added(value, wholes)}"
    return Change(subject, text, "added", needs)


def removed(subject: str, field: Field) -> Change:
    """Return the change that the end of a field is."""
    text = "removed, with its table of links" if field.linked else "removed"
    text += ", with its files" * (field.value.schema.type == "file")
    costs = effects(
        loses_data=field.computed is None, breaks_clients=not field.value.is_internal
    )
    return Change(subject, text, "removed", costs)


def changed(
    subject: str, old: Field, new: Field, renames: DeclaredRenames
) -> Iterator[Change]:
    """Yield what is said otherwise of a field that was there before."""
    found = _changed(subject, old, new, renames)
    hidden = old.value.is_internal and new.value.is_internal
    yield from map(_unnoticed, found) if hidden else found


def _unnoticed(change: Change) -> Change:
    """Return a change of what clients never meet."""
    costs = tuple(each for each in change.effects if each is not Effect.BREAKS_CLIENTS)
    return replace(change, effects=costs or SAFE)


def _changed(
    subject: str, old: Field, new: Field, renames: DeclaredRenames
) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(subject, f"renamed to {new.name}", "renamed", BREAKING)
    yield from changed_words(subject, old.value.x, new.value.x)
    today = today_of(old, renames)
    if _is_another_kind(today, new):
        text = f"{line(today)} became {line(new)}"
        yield Change(subject, text, "retyped", STRICTER)
        return
    yield from database_names.renamed(subject, "table", old.table, new.table)
    yield from database_names.renamed(subject, "column", old.columns, new.columns)
    then, now = old.constraints, new.constraints
    yield from database_names.renamed(subject, "constraint", then, now)
    yield from database_names.renamed(subject, "index", old.index, new.index)
    if new.target:
        yield from _reference(subject, today, new)
    else:
        yield from _type(subject, today.value.schema, new.value.schema)
    yield from _needed(subject, today, new)
    yield from value_types.part(subject, today.value, new.value)
    if today.made == new.made:
        yield from _default(subject, today.value, new.value)
    else:
        yield from _made_otherwise(subject, today, new)
    if not new.target:
        yield from _bounds(subject, today, new)
    yield from _flags(subject, today, new)
    if new.filter or not today.filter:  # whoever takes filter away takes all forms
        yield from filters.reworded(subject, today.forms, new.forms)
    yield from _access(subject, today, new)
    yield from referential.changes(subject, today, new)
    words = _described(today.value), _described(new.value)
    yield from reworded(subject, "description", *words)


def _described(value: Property) -> str:
    """Return what the design says of a value, without what follows from its other words."""
    said = value.description.removesuffix(DESCRIPTION).rstrip()
    if not (value.schema.normal or value.schema.padded):
        return said
    return said.rpartition("Stored ")[0].rstrip()


def line(field: Field) -> str:
    """Return the start of the field's line in the design: its type, and whether it is optional."""
    if field.linked:
        return f"{field.target}[]{' nested' if field.nested else ''}"
    optional = "?" if field.value.schema.nullable else ""
    return f"{field.target or written(field.value.schema)}{optional}"


def _is_defaulted(field: Field) -> bool:
    return field.value.has_default and not field.linked


def _asks_for(value: Property) -> bool:
    """True for what a client has to send."""
    return value.required and value.in_create


def today_of(old: Field, renames: DeclaredRenames) -> Field:
    """Return the older field with the names that its enum, its target and their values have now."""
    value = old.value
    enum = renames.enums.get(value.schema.enum or "", value.schema.enum)
    values = renames.values.get(enum or "", {})
    default = values.get(str(value.default), value.default) if enum else value.default
    target = renames.entities.get(old.target, old.target) or None
    schema = replace(value.schema, enum=enum)
    today = replace(value, schema=schema, default=default, references=target)
    keys = renames.columns.get(target or "", {})
    parts = tuple((keys.get(name, name), schema) for name, schema in old.parts)
    return replace(old, value=today, parts=parts)


def _is_another_kind(old: Field, new: Field) -> bool:
    return (old.target, old.linked) != (new.target, new.linked)


# Types


def _type(subject: str, old: Schema, new: Schema) -> Iterator[Change]:
    before, after = written(old), written(new)
    if before != after:
        found = retyped(old, new)
        costs = effects(
            loses_data=not found.fits, breaks_clients=not (found.fits and found.alike)
        )
        text = f"{before} {found.kind} to {after}{found.taken}"
        yield Change(subject, text, found.kind, costs)


def _reference(subject: str, old: Field, new: Field) -> Iterator[Change]:
    """A relation to the same entity, which may have another key by now."""
    before, after = (listed([name for name, _ in e.parts]) for e in (old, new))
    if before != after:
        text = f"refers to {new.target} by {after} instead of {before}"
        yield Change(subject, text, "retyped", STRICTER)
        return
    for (name, then), (_, now) in zip(old.parts, new.parts, strict=True):
        if then != now:
            text = f"follows {new.target}.{name}, {written(now)} now"
            yield Change(subject, text, retyped(then, now).kind)


# Missing values and defaults


def _needed(subject: str, old: Field, new: Field) -> Iterator[Change]:
    before, after = old.value, new.value
    if not before.schema.nullable and after.schema.nullable:
        reads = effects(breaks_clients=before.in_read)
        yield Change(subject, "optional now", "optional", reads)
    elif before.schema.nullable and not after.schema.nullable:
        costs = effects(
            needs_default=not (after.has_default or new.made or new.computed),
            breaks_clients=after.in_create,
        )
        yield Change(subject, "required now", "required", costs)


def _made(subject: str, old: Property, new: Property) -> Iterator[Change]:
    """Yield that a new row gets the present time, or does so no longer."""
    if (
        old.schema.nullable
        or new.schema.nullable
        or not (old.in_create and new.in_create)
    ):
        return
    if old.required and not new.required:
        yield Change(subject, "made where it is left out", "changed")
    elif new.required and not old.required:
        asked = effects(breaks_clients=True)
        yield Change(subject, "no longer made where it is left out", "changed", asked)


def _default(subject: str, old: Property, new: Property) -> Iterator[Change]:
    if old.has_default == new.has_default and _have_the_same_default(old, new):
        yield from _made(subject, old, new)
        return
    then, now = shown(old.default), shown(new.default)
    if not old.has_default:
        yield Change(subject, f"default {now} added", "changed")
    elif not new.has_default:
        asked = effects(breaks_clients=_asks_for(new))
        yield Change(subject, f"default {then} removed", "changed", asked)
    else:
        yield Change(subject, f"default changed from {then} to {now}", "changed")


def _made_otherwise(subject: str, old: Field, new: Field) -> Iterator[Change]:
    """Yield that the database makes something else of what nobody gives, or nothing."""
    then, now = (
        each.made or (shown(each.value.default) if _is_defaulted(each) else "")
        for each in (old, new)
    )
    if then and now:
        yield Change(subject, f"default changed from {then} to {now}", "changed")
    elif now:
        yield Change(subject, f"default {now} added", "changed")
    else:
        asked = effects(breaks_clients=_asks_for(new.value))
        yield Change(subject, f"default {then} removed", "changed", asked)


_NUMBERS = frozenset({"smallint", "integer", "bigint", "float", "decimal"})


def _have_the_same_default(old: Property, new: Property) -> bool:
    """True for equal values, and for a number that only another type writes otherwise."""
    if {old.schema.type, new.schema.type} <= _NUMBERS:
        return _number(old.default) == _number(new.default)
    return shown(old.default) == shown(new.default)


def _number(value: object) -> object:
    """Return a number as such; a list of them, or none, as it is."""
    single = isinstance(value, str | int | float)
    return Decimal(str(value)) if single else value


# Bounds


def _bounds(subject: str, old: Field, new: Field) -> Iterator[Change]:
    before, after = old.value.schema, new.value.schema
    yield from _bound(subject, "min", old.least, new.least, STRICTER, rising=True)
    yield from _bound(subject, "max", old.greatest, new.greatest, STRICTER)
    shortest = _text(before.min_length), _text(after.min_length)
    yield from _bound(subject, "min_length", *shortest, BREAKING, rising=True)
    fewest = _text(before.min_items), _text(after.min_items)
    yield from _bound(subject, "min_length", *fewest, BREAKING, rising=True)
    most = _text(before.max_items), _text(after.max_items)
    yield from _bound(subject, "max_length", *most, BREAKING)
    longest = _length(before), _length(after)
    yield from _bound(subject, "max_length", *longest, BREAKING)
    yield from _normal(subject, before.normal, after.normal)
    was_filled, is_filled = (each.pattern == NOT_BLANK for each in (before, after))
    if is_filled and not was_filled:
        yield Change(subject, "not_blank added", "narrowed", STRICTER)
    elif was_filled and not is_filled:
        yield Change(subject, "not_blank removed", "widened")
    elif before.pattern and after.pattern and before.pattern != after.pattern:
        text = f"pattern changed from {before.pattern} to {after.pattern}"
        yield Change(subject, text, "changed", BREAKING)
    elif after.pattern and not before.pattern:
        yield Change(subject, f"pattern {after.pattern} added", "narrowed", BREAKING)
    elif before.pattern and not after.pattern:
        yield Change(subject, f"pattern {before.pattern} removed", "widened")


def _normal(
    subject: str, old: Sequence[Normal], new: Sequence[Normal]
) -> Iterator[Change]:
    """Yield the forms that texts get, in which those that are there lose their own."""
    for word in new:
        if word not in old:
            costs = effects(loses_data=True)
            yield Change(subject, f"{word} added", "changed", costs)
    for word in old:
        if word not in new:
            yield Change(subject, f"{word} removed", "changed")


def _bound(
    subject: str,
    word: str,
    old: str | None,
    new: str | None,
    costs: tuple[Effect, ...],
    *,
    rising: bool = False,
) -> Iterator[Change]:
    """Yield the change of a bound; one that is `rising` is stricter where it is higher."""
    if old == new:
        return
    if old is None:
        yield Change(subject, f"{word}({new}) added", "narrowed", costs)
    elif new is None:
        yield Change(subject, f"{word}({old}) removed", "widened")
    else:
        stricter = _is_greater(new, old) is rising
        kind = "narrowed" if stricter else "widened"
        text = f"{word}({old}) {kind} to {word}({new})"
        yield Change(subject, text, kind, costs if stricter else SAFE)


def _is_greater(one: str, other: str) -> bool:
    """Compare two numbers, or two days or times, which are written as they are ordered."""
    if ":" in one or "-" in one[1:]:
        return one > other
    return Decimal(one) > Decimal(other)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _length(schema: Schema) -> str | None:
    """Return the greatest length where it is said beside the type."""
    return None if schema.type == "string" else _text(schema.max_length)


# What else is said of it


def _flags(subject: str, old: Field, new: Field) -> Iterator[Change]:
    """A relation is always a filter, and a key is unique, so that says nothing."""
    for flag in _FLAGS:
        then, now = getattr(old, flag), getattr(new, flag)
        if flag == "filter" and new.target and not new.linked:
            continue
        if flag == "unique" and (old.is_key or new.is_key):
            continue
        if now and not then:
            costs = _COSTS.get(flag, SAFE)
            yield Change(subject, f"{flag} added", "changed", costs)
        elif then and not now:
            costs = SAFE if flag in ("unique", "encrypted", "pii") else BREAKING
            yield Change(subject, f"{flag} removed", "changed", costs)


def _access(subject: str, old: Field, new: Field) -> Iterator[Change]:
    """Who may read and write it: the words `readonly`, `writeonly` and so on."""
    costs = effects(breaks_clients=_refuses_more(old.value, new.value))
    before, after = _words_of_access(old), _words_of_access(new)
    for word in after:
        if word not in before:
            yield Change(subject, f"{word} added", "changed", costs)
    for word in before:
        if word not in after:
            yield Change(subject, f"{word} removed", "changed", costs)


def _words_of_access(field: Field) -> list[str]:
    value = field.value
    said = {
        "auto": field.auto,
        "internal": value.is_internal,
        "readonly": value.in_read and not (value.in_create or _is_made(field)),
        "writeonly": value.in_create and not value.in_read,
        "unlisted": not value.in_list,
        "immutable": value.in_create and not value.in_update,
    }
    return [word for word, holds in said.items() if holds]


def _is_made(field: Field) -> bool:
    """True where another word says that no client sets it."""
    return field.auto or field.computed is not None


def _refuses_more(old: Property, new: Property) -> bool:
    """True where clients can read or write less than before, or have to send more."""
    less = any(
        getattr(old, each) and not getattr(new, each)
        for each in ("in_read", "in_list", "in_create")
    )
    fixed = old.in_update and not new.in_update
    return less or fixed or (_asks_for(new) and not _asks_for(old))
