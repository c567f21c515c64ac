"""Fields: their types exist and are complete, and each modifier means something for its type."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import did_you_mean, one_of
from ..language.design import Design, FieldType
from ..language.files import FILE
from ..language.finding import Finding
from ..language.scalars import ACCOUNT, STORED_AS, TYPES, ScalarType
from ..names import with_article
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.values import (
    LONGEST_INDEXED,
    LONGEST_STRING,
    MOST_ITEMS,
    SQLITE_DIGITS,
    digits_of,
    greatest_length,
    is_short,
    made_anew,
)
from .bounds import bounds
from .finding import about
from .patterns import problem_of

_SYNONYMS = {
    "str": "string",
    "varchar": "string",
    "char": "char(1)",
    "int": "integer",
    "int16": "smallint",
    "short": "smallint",
    "tinyint": "smallint",
    "int32": "integer",
    "int64": "bigint",
    "long": "bigint",
    "serial": "integer",
    "bigserial": "bigint",
    "number": "decimal",
    "numeric": "decimal",
    "money": "decimal",
    "real": "float",
    "double": "float",
    "bool": "boolean",
    "timestamp": "datetime",
    "timestamptz": "datetime",
    "jsonb": "json",
    "object": "json",
    "dict": "json",
    "blob": "bytes",
    "binary": "bytes",
    "guid": "uuid",
    "uri": "url",
    "inet": "ip",
}


_NUMBERED = "What the database numbers is `{} auto` as the key, else `readonly = next`."
_BESIDE = {
    "timestamp": 'Without a time zone it is "datetime_local".',
    "serial": _NUMBERED.format("integer"),
    "bigserial": _NUMBERED.format("bigint"),
}
"""What a word may mean beside its synonym."""


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Every field has a type that exists, and modifiers that fit it and each other."""
    for written in resolved.fields:
        if written.source.type == "unknown":
            continue
        if not written.is_known:
            yield _unknown_type(resolved.design, written)
        elif not written.is_relation:
            yield from _scalar(written, _facts(written))
            yield from _contradictions(written)
            yield from _long_decimal(resolved.design, written)


def _facts(written: Field) -> ScalarType:
    return TYPES["enum" if written.kind == "enum" else written.source.type]


def _unknown_type(design: Design, written: Field) -> Finding:
    name = written.source.type
    if name in STORED_AS and written.source.arguments:
        message = f'"{name}" has no length here.'
        hint = f"Write string({', '.join(written.source.arguments)})."
        return about(written, "BD104", message, hint, "type")
    if not name[:1].isupper():
        known = _SYNONYMS.get(name.lower())
        close = did_you_mean(name, [*TYPES, *design.entities, *design.enums])
        hint = f'Did you mean "{known}"?' if known else close or one_of(TYPES)
        if beside := _BESIDE.get(name.lower()):
            hint = f"{hint} {beside}"
        return about(written, "BD104", f'"{name}" is not a type.', hint, "type")
    hint = did_you_mean(name, [*design.entities, *design.enums, *design.types, *TYPES])
    enums = did_you_mean(name, design.enums)
    if hint and hint == enums:
        return about(written, "BD103", f'"{name}" is not an enum.', hint, "type")
    hint = hint or "Add it to `entities`, `enums` or `types`."
    return about(written, "BD103", f'"{name}" is not an entity.', hint, "type")


# What the type takes


def _scalar(written: Field, facts: ScalarType) -> Iterator[Finding]:
    yield from _arguments(written)
    yield from _relation_words(written)
    if written.source.many:
        yield from _many(written, facts)
    else:
        yield from _misplaced(written, facts)
    yield from bounds(written)
    yield from _lengths(written)
    yield from _pattern(written)


def _arguments(written: Field) -> Iterator[Finding]:
    kind, arguments = written.source.type, written.source.arguments
    if kind == "string":
        if greatest_length(written.source) is None:
            hint = "Write string(200), or text for any length."
            name = written.source.stored or kind
            message = f"{name} takes a maximum length, 1 to {LONGEST_STRING}."
            yield about(written, "BD202", message, hint, "type")
    elif kind == "decimal":
        if digits_of(written.source) is None:
            hint = "Write decimal(12,2): 12 digits, 2 of them decimals."
            message = "decimal takes the number of digits and of decimals."
            yield about(written, "BD202", message, hint, "type")
    elif kind == "enum":
        if not arguments:
            hint = "Write enum(small, large), or the name of a shared enum."
            yield about(written, "BD202", "enum takes its values.", hint, "type")
    elif arguments and kind != FILE:  # of which its capability tells
        message = f"{kind} takes no arguments."
        yield about(written, "BD202", message, f"Write {kind}.", "type")


def _long_decimal(design: Design, written: Field) -> Iterator[Finding]:
    """SQLite would change the last digits of a long number without a word."""
    digits = digits_of(written.source)
    if digits is None or design.database.engine != "sqlite":
        return
    precision, scale = digits
    if precision > SQLITE_DIGITS:
        message = f"SQLite holds {SQLITE_DIGITS} digits of a decimal, not {precision}."
        shorter = f"decimal({SQLITE_DIGITS},{min(scale, SQLITE_DIGITS)})"
        hint = f"Write `database: {{engine: postgresql}}`, or {shorter}."
        yield about(written, "BD202", message, hint, "type")


_OF_ACCOUNTS = ("on_delete", "unindexed")
"""Words of relations that say something of a field for an account, too."""


def _relation_words(written: Field) -> Iterator[Finding]:
    field = written.source
    for word, said in (
        ("one", field.one),
        ("link", field.link),
        ("unlisted", field.unlisted),
        ("nested", field.nested),
        ("include", field.include),
        ("owned", field.owned),
        ("deferred", field.deferred),
        ("deferrable", field.deferrable),
        ("unindexed", field.unindexed),
        ("by", field.by is not None),
        ("to", field.to is not None),
        ("through", bool(field.through)),
        ("on_delete", field.on_delete is not None),
        ("on_update", field.on_update is not None),
    ):
        if said and not (field.type == ACCOUNT and word in _OF_ACCOUNTS):
            message = f'"{word}" is for relations, not for {field.type}.'
            yield about(written, "BD206", message, "Leave it out.", word)


def _many(written: Field, facts: ScalarType) -> Iterator[Finding]:
    field = written.source
    if not facts.array:
        allowed = ", ".join(name for name, each in TYPES.items() if each.array)
        message = f"A list of {field.type} is not supported yet."
        yield about(written, "BD102", message, f"Lists are of {allowed}.", "type")
    for word, said in _said(written):
        if said and word != "length":
            message = f'"{word}" does not apply to a list.'
            yield about(written, "BD205", message, "Leave it out.", word)


def _said(written: Field) -> tuple[tuple[str, bool], ...]:
    field = written.source
    return (
        ("min", field.minimum is not None),
        ("max", field.maximum is not None),
        ("length", field.min_length is not None or field.max_length is not None),
        ("pattern", field.pattern is not None),
        ("not_blank", field.not_blank),
        ("unique", field.unique),
        ("index", field.index),
        ("filter", bool(field.filter)),
        ("sort", field.sort),
        ("search", field.search),
    )


def _misplaced(written: Field, facts: ScalarType) -> Iterator[Finding]:
    kind = written.source.type
    short = is_short(written.source)
    searchable = facts.textual or kind in ("email", "url")
    fits = {
        "min": facts.bounded,
        "max": facts.bounded,
        "length": facts.textual,
        "pattern": facts.textual,
        "not_blank": facts.textual,
        "unique": facts.unique or short or written.source.type not in TYPES,
        "index": facts.sortable or short,
        "filter": facts.filterable,
        "sort": facts.sortable or short,
        "search": searchable,
    }
    for word, said in _said(written):
        if said and not fits[word]:
            named = written.source.stored or kind
            message = f'"{word}" does not apply to {named}.'
            yield about(written, "BD205", message, _advice(word, kind, facts), word)
    yield from _too_long(written)


def _advice(word: str, kind: str, facts: ScalarType) -> str:
    if word in ("min", "max") and facts.textual:
        return "For the number of characters write length(2, 40)."
    if kind == "text" and word in ("unique", "index", "sort"):
        return f"Use string(n), or say length(0, {LONGEST_INDEXED}): an index holds no more."
    names = {
        "min": [name for name, each in TYPES.items() if each.bounded],
        "length": ["string", "text"],
        "pattern": ["string", "text"],
        "not_blank": ["string", "text"],
        "search": ["string", "text", "email", "url"],
    }
    names["max"] = names["min"]
    return f"It is for {', '.join(names[word])}." if word in names else "Leave it out."


def _too_long(written: Field) -> Iterator[Finding]:
    longest = greatest_length(written.source)
    indexed = written.source.unique or written.source.index
    if indexed and longest is not None and longest > LONGEST_INDEXED:
        message = f"An index holds at most {LONGEST_INDEXED} characters."
        yield about(written, "BD209", message, "Make the string shorter.", "type")


# What the modifiers say


def _lengths(written: Field) -> Iterator[Finding]:
    field = written.source
    low, high = field.min_length, field.max_length
    most = greatest_length(written.source)
    if low is not None and low < 0:
        yield about(written, "BD204", "A length can't be negative.", "", "min_length")
    if high is not None and high < 1:
        yield about(
            written, "BD204", "The maximum length is at least 1.", "", "max_length"
        )
    if low is not None and high is not None and low > high:
        message = f"length({low}, {high}) has a minimum greater than its maximum."
        yield about(
            written, "BD207", message, f"Write length({high}, {low}).", "min_length"
        )
    elif field.many:
        if max(low or 0, high or 0) > MOST_ITEMS:
            message = f"A list holds {MOST_ITEMS:,} items at most."
            yield about(written, "BD204", message, "", "max_length")
    elif most is not None and max(low or 0, high or 0) > most:
        message = (
            f"A string({most}) is never {max(low or 0, high or 0)} characters long."
        )
        yield about(written, "BD207", message, "", "max_length")


def _pattern(written: Field) -> Iterator[Finding]:
    if written.source.pattern is not None and (
        found := problem_of(written.source.pattern)
    ):
        message, hint = found
        yield about(written, "BD210", message, hint, "pattern")


_SHOWING = ("filter", "sort", "search")


def _contradictions(written: Field) -> Iterator[Finding]:
    field = written.source
    if field.readonly and field.writeonly:
        message = "readonly and writeonly exclude each other."
        yield about(written, "BD207", message, "Keep one of them.", "writeonly")
    if field.readonly and field.immutable:
        message = "Clients can't set a readonly field, so immutable is redundant."
        yield about(written, "BD207", message, "Keep one of them.", "immutable")
    yield from not_internal(written)
    if field.not_blank and field.pattern is not None:
        message = "A pattern says itself what is no blank."
        yield about(written, "BD207", message, "Keep one of them.", "not_blank")
    if nobody_gives(written) and not _can_be_made(field):
        message = f"Clients don't set it, and the server can't generate {with_article(field.type)}."
        yield about(written, "BD207", message, WAY_OUT, withheld_by(field))
    for word, said in _said(written) if field.writeonly or field.internal else ():
        if said and word in _SHOWING:
            message = f'"{word}" would show what {_hidden_by(field)} hides.'
            yield about(written, "BD207", message, "Leave one of them out.", word)
    own = field.default is None or made_anew(field) in ("uuid", "next", "sql")
    if field.has_default and not own and written.is_unique:
        message = "Rows that share the default can't be unique."
        yield about(written, "BD207", message, "Leave one of them out.", "unique")


def not_internal(written: Field) -> Iterator[Finding]:
    """Yield the words about clients, which never meet what is internal."""
    field = written.source
    if not field.internal:
        return
    for word in ("readonly", "writeonly", "immutable"):
        if getattr(field, word):
            message = f"Clients never meet an internal field, so {word} says nothing."
            yield about(written, "BD207", message, "Keep one of them.", word)


def _hidden_by(field: FieldType) -> str:
    return "internal" if field.internal else "writeonly"


def withheld_by(field: FieldType) -> str:
    """Return the word by which clients don't give a field."""
    return "internal" if field.internal else "readonly"


WAY_OUT = "Give it a default or a question mark."


def nobody_gives(written: Field) -> bool:
    """True for a value that every new row needs and that no client may give."""
    field = written.source
    given = field.has_default or field.default_sql or field.is_computed
    needed = not field.nullable and not given
    hidden = field.readonly or field.internal
    return hidden and needed and "create" in written.entity.operations


def _can_be_made(field: FieldType) -> bool:
    """True where the server makes a new value: a code, a key, or the present time."""
    if field.type == "string":
        return field.pattern is None and not field.many
    return field.type in ("date", "datetime", "datetime_local", "uuid")
