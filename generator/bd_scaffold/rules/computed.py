"""Fields that the database computes: their words go together, and their expressions fit them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..language.design import FieldType
from ..language.expression import Expression, Literal, fields_of
from ..language.finding import Finding
from ..language.scalars import UNCOMPARED
from ..names import why_no_expression
from ..resolve import Resolved
from ..resolve.computed import Reach, overflows, reach, reckons_floats, room_of
from ..resolve.fields import Field
from ..resolve.native import columns_in
from ..resolve.resolved import ResolvedEntity
from ..resolve.slots import Slot
from ..resolve.types import Schema
from ..resolve.values import INTEGER_BOUNDS
from .checks import Types
from .finding import about, listed

_TEXTS = ("string", "text")
_NUMBERS = (*INTEGER_BOUNDS, "decimal", "float")
_OWN_SQL = 'An expression of the database\'s own can: computed(sql("…")).'


def rule(resolved: Resolved) -> Iterator[Finding]:
    """What is computed has no other value, and its expression comes to one of its type."""
    for entity in resolved.entities.values():
        for written in entity.fields.values():
            if written.part is not None or written.is_relation or not written.is_known:
                continue
            if written.source.is_computed:
                yield from _computed(entity, written)
            elif written.source.virtual:
                message = "Only what is computed is virtual."
                yield about(written, "BD207", message, "Leave it out.", "virtual")
        yield from _in_indexes(entity)


def _word(field: FieldType) -> str:
    return "computed_sql" if field.computed_sql else "computed"


def _computed(entity: ResolvedEntity, written: Field) -> Iterator[Finding]:
    misplaced = [*_misplaced(written)]
    yield from misplaced or _contradictions(entity, written)
    if misplaced:
        return
    if written.source.computed is None:
        yield from _own_sql(entity, written)
    else:
        yield from _worked_out(entity, written, written.source.computed)


def _misplaced(written: Field) -> Iterator[Finding]:
    field, word = written.source, _word(written.source)
    if field.many or written.kind == "enum" or field.type in UNCOMPARED:
        kind = "a list" if field.many else field.type
        message = f'"computed" does not apply to {kind}.'
        hint = "It is for a text, a number, a boolean, a moment or a uuid."
        yield about(written, "BD205", message, hint, word)


def _contradictions(entity: ResolvedEntity, written: Field) -> Iterator[Finding]:
    field = written.source
    if field.computed is not None and field.computed_sql:
        message = "There are two expressions."
        yield about(written, "BD207", message, "Keep one of them.", "computed_sql")
    for word, said in _others(field):
        if said:
            message = f"It is computed, so {word} has nothing to say."
            yield about(
                written, "BD207", message, _ADVICE.get(word, "Leave it out."), word
            )
    if written.name in entity.referred:
        message = (
            "Others refer to it by `to`, and what is computed may change at any time."
        )
        yield about(written, "BD308", message, "Refer to the key.", _word(field))
    if field.virtual and (field.unique or field.index):
        yield about(written, "BD413", _NO_INDEX, _STORED, "virtual")


_NO_INDEX = "PostgreSQL has no index of what is virtual."
_STORED = "Leave virtual out: what is stored can be indexed."


def _others(field: FieldType) -> tuple[tuple[str, bool], ...]:
    """Return the words about values that somebody gives."""
    return (
        ("default", field.has_default),
        ("default_sql", bool(field.default_sql)),
        ("readonly", field.readonly),
        ("writeonly", field.writeonly),
        ("immutable", field.immutable),
        ("min", field.minimum is not None),
        ("max", field.maximum is not None),
        ("length", field.min_length is not None or field.max_length is not None),
        ("pattern", field.pattern is not None),
        ("not_blank", field.not_blank),
        ("trim", field.trim),
        ("lower", field.lower),
        ("upper", field.upper),
    )


_IN_CHECKS = "Say it in the entity's `checks`."
_IN_EXPRESSION = "Say it in the expression: lower(name)."
_ADVICE = {
    **dict.fromkeys(("min", "max", "length", "pattern", "not_blank"), _IN_CHECKS),
    **dict.fromkeys(("trim", "lower", "upper"), _IN_EXPRESSION),
    "readonly": "Leave it out: nobody sets it.",
    "writeonly": "Leave it out, or say internal.",
}


# Indexes, unique groups and exclusions


def _in_indexes(entity: ResolvedEntity) -> Iterator[Finding]:
    """PostgreSQL's indexes are of what has room in the row."""
    virtual = {
        name
        for name, each in entity.fields.items()
        if each.source.virtual and each.source.is_computed
    }
    if not virtual:
        return
    path = ("entities", entity.name)
    for position, index in enumerate(entity.written.indexes):
        read = {name for key in index.fields for name in key.fields}
        read |= {*index.include, *(fields_of(index.where) if index.where else ())}
        if read & virtual:
            yield Finding((*path, "indexes", position), "BD413", _NO_INDEX, _STORED)
    for position, group in enumerate(entity.written.unique):
        if virtual & set(group.fields):
            yield Finding((*path, "unique", position), "BD413", _NO_INDEX, _STORED)
    for position, each in enumerate(entity.written.exclude):
        asked = fields_of(each.where) if each.where else ()
        if virtual & {*each.fields, *each.period, *asked}:
            yield Finding((*path, "exclude", position), "BD413", _NO_INDEX, _STORED)


# SQL of an engine's own


def _own_sql(entity: ResolvedEntity, written: Field) -> Iterator[Finding]:
    field, word = written.source, "computed_sql"
    if len(field.computed_sql) > 2:
        message = "There are two engines."
        hint = "Write one expression for both, or PostgreSQL's and SQLite's."
        yield about(written, "BD202", message, hint, word)
    for sql in field.computed_sql:
        if problem := why_no_expression(sql):
            hint = "Write what would stand behind GENERATED ALWAYS AS."
            yield about(written, "BD701", problem, hint, word)
            return
        read = columns_in(sql, entity.slots)
        if not read:
            message = "It names no column, so it is the same for every row."
            yield about(written, "BD703", message, "", word)
        # A word of SQL's may be called like the column itself: extract(year from day).
        names = [s.field_name for s in entity.slots if s.column in read]
        names = [name for name in names if name != written.name]
        yield from _readable(entity, written, names)


def _readable(
    entity: ResolvedEntity, written: Field, names: Sequence[str]
) -> Iterator[Finding]:
    """What is read has a value of its own, which clients may see in another form."""
    word = _word(written.source)
    for name in (each for each in names if each in entity.fields):
        there, enum = entity.fields[name].source, entity.fields[name].enum
        if name == written.name:
            message = "It can't be computed from itself."
            yield about(written, "BD213", message, "", word)
        elif there.is_computed:
            message = f"{name} is computed itself, which PostgreSQL does not read."
            hint = f"Write out what {name} is computed by."
            yield about(written, "BD213", message, hint, word)
        elif written.source.virtual and not there.many and enum and enum.native:
            message = (
                f"PostgreSQL holds {entity.fields[name].said} as a type of its own, of "
                f"which it computes nothing that is not stored."
            )
            yield about(written, "BD213", message, "Leave virtual out.", "virtual")
        elif there.writeonly and not written.source.internal:
            message = f"{name} is writeonly, and this would show what is made of it."
            yield about(written, "BD213", message, "Say internal.", word)


# Expressions of the language


def _worked_out(
    entity: ResolvedEntity, written: Field, expression: Expression
) -> Iterator[Finding]:
    types = Types(entity.fields, entity.added)
    wrong = [*types.findings(written.path("computed"), expression, is_rule=False)]
    if isinstance(expression.tree, Literal) and isinstance(expression.tree.value, str):
        message = "It is a text, and the same for every row."
        hint = "Leave out the quotes around the expression."
        wrong = [Finding(written.path("computed"), "BD703", message, hint)]
    names = fields_of(expression)
    wrong = wrong or [*_readable(entity, written, names)]
    yield from wrong
    slots = {each.field_name: each for each in entity.slots}
    own = slots.get(written.name)
    if wrong or own is None or not all(name in slots for name in names):
        return
    if not all(types.is_known(name) for name in names):
        return  # which is told where the type is written
    found = _problem(own.schema, types.kind(expression), expression, slots)
    found = found or _missing(entity, own.schema, reach(expression.tree, slots).missing)
    if found is not None:
        yield about(written, "BD213", *found, "computed")


def _problem(
    schema: Schema, kind: str, expression: Expression, slots: Mapping[str, Slot]
) -> tuple[str, str] | None:
    """Return why a field doesn't hold what its expression comes to, and the way out."""
    what = reach(expression.tree, slots)
    if reckons_floats(expression.tree, slots):
        return "Arithmetic with floats can go beyond what a float holds.", _OWN_SQL
    if overflows(expression.tree, slots):
        message = f"{expression} may go beyond what whole numbers of a database hold."
        return message, "Say min and max at what it reads."
    return _of_another_kind(schema, kind, what) or _too_great(schema, what)


def _missing(
    entity: ResolvedEntity, schema: Schema, names: Sequence[str]
) -> tuple[str, str] | None:
    """Return why there may be nothing to compute where there has to be something."""
    if schema.nullable or not names:
        return None
    fields = entity.fields
    said = [fields[each].said if each in fields else each for each in names]
    message = f"{listed(said)} may be missing, and then there is nothing to compute."
    hint = f"Add a question mark to the type, or write coalesce({said[0]}, …)."
    return message, hint


def _of_another_kind(schema: Schema, kind: str, what: Reach) -> tuple[str, str] | None:
    fits = {
        "number": _NUMBERS,
        "text": _TEXTS,
        "truth": ("boolean",),
    }.get(kind, (kind,))
    if schema.type not in fits:
        said = {"number": "a number", "text": "a text", "truth": "true or false"}
        message = (
            f"The expression is {said.get(kind, kind)}, and the field {schema.type}."
        )
        return message, f"Write {_one_of([*map(_written, fits)])}."
    if what.number == "float" and schema.type != "float":
        return (
            f"The expression is a float, and the field {schema.type}.",
            "Write float.",
        )
    if what.number == "decimal" and schema.type in INTEGER_BOUNDS:
        message = f"The expression has digits after its point, and {schema.type} none."
        return message, f"Write {_decimal(what)}."
    return None


def _one_of(kinds: Sequence[str]) -> str:
    *most, last = kinds
    return f"{', '.join(most)} or {last}" if most else last


def _written(kind: str) -> str:
    return {"string": "string(n)", "decimal": "decimal(p,s)"}.get(kind, kind)


def _too_great(schema: Schema, what: Reach) -> tuple[str, str] | None:
    if schema.type == "string" and schema.max_length is not None:
        if what.length is None:
            return "The expression may be a text of any length.", "Write text."
        if what.length > schema.max_length:
            message = f"The expression may have {what.length} characters."
            return message, f"Write string({what.length}), or text."
    if not what.is_counted or schema.type == "float":
        return None
    if schema.type == "decimal":
        if what.scale > (schema.scale or 0):
            message = f"The expression may have {what.scale} digits after its point."
            return message, f"Write {_decimal(what)}."
        low, high = room_of(schema)
    else:
        low, high = map(type(what.low), INTEGER_BOUNDS[schema.type])
    if low <= what.low <= what.high <= high:
        return None
    message = f"The expression may be from {what.low:f} to {what.high:f}."
    hint = "Say min and max at what it reads, or write a type with more room"
    return message, f"{hint}: {_room(schema, what)}."


def _room(schema: Schema, what: Reach) -> str:
    """Return a type that holds everything that an expression comes to."""
    for kind, (low, high) in INTEGER_BOUNDS.items():
        if schema.type in INTEGER_BOUNDS and low <= what.low <= what.high <= high:
            return kind
    return _decimal(what, schema.scale or 0)


def _decimal(what: Reach, scale: int = 0) -> str:
    most = max(abs(what.low), abs(what.high))
    before = len(f"{int(most)}") if int(most) else 0
    scale = max(scale, what.scale)
    return f"decimal({max(before + scale, 1)},{scale})"
