"""What `--fill` says: values for the rows that are there, held to what their fields allow.

An expression is the author's own SQL: it is written into a migration for them to review, and
nothing else is ever done with it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from bd_scaffold import migrate
from bd_scaffold.diagnostics import did_you_mean
from bd_scaffold.language.default_values import WrongDefault, default_value
from bd_scaffold.language.design import FieldType
from bd_scaffold.language.expression import fields_of
from bd_scaffold.language.scalars import ACCOUNT
from bd_scaffold.language.tree import Bare
from bd_scaffold.language.truth import holds
from bd_scaffold.names import quote_sql, snake, sql_literal, why_no_expression
from bd_scaffold.record import Record, replace
from bd_scaffold.resolve.fields import Field
from bd_scaffold.resolve.slots import ACCOUNT_KEY, ACCOUNTS, is_computed
from bd_scaffold.resolve.values import LENGTHS, MADE, json_value
from bd_scaffold.rules.defaults import is_email, problem_of_value

if TYPE_CHECKING:
    from bd_scaffold.model.types import Model
    from bd_scaffold.resolve import Resolved, ResolvedEntity
    from bd_scaffold.resolve.slots import Slot

_FORM = "Write ENTITY.FIELD=VALUE, or ENTITY.FIELD=sql:EXPRESSION."
_SQL = re.compile(r"sql(?:\.(postgresql|sqlite))?:(.*)", re.DOTALL)
_ENGINES = ("postgresql", "sqlite")


class FillError(Exception):
    """All that is wrong with what `--fill` says, a line each."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        listed = "".join(f"\n  {each}" for each in mistakes)
        super().__init__(f"these fills can't be written:{listed}")
        self.mistakes = tuple(mistakes)


class _Wrong(Exception):
    """What is wrong with one fill, in a sentence, and the way out."""


class _Place(Record, frozen=True):
    """The column that a fill is for."""

    entity: ResolvedEntity
    slot: Slot

    @property
    def column(self) -> tuple[str, str]:
        return self.entity.names.table, self.slot.column


def read(
    texts: Sequence[str], design: Resolved, old: Model, model: Model
) -> tuple[migrate.RowFill, ...]:
    """Return what rows get on the way from an old model, or raise all that is wrong with it."""
    return for_operations(texts, design, model, lambda: migrate.operations(old, model))


def for_operations(
    texts: Sequence[str],
    design: Resolved,
    model: Model,
    operations: Callable[[], Sequence[migrate.Operation]],
) -> tuple[migrate.RowFill, ...]:
    """Return what rows get by what somebody says, or raise all that is wrong with it.

    Each has to be about a column in which the operations give rows a value, or could.
    """
    if not texts:
        return ()
    mistakes: list[str] = []
    found: _Found = {}
    fillable = migrate.fillable(operations())
    for text in texts:
        try:
            place, value = _place(text, design)
            _check_needed(place, fillable)
            engine, fill = _fill(place, value, design, model)
            _check_new(found.get(place.column, {}), engine)
        except _Wrong as wrong:
            mistakes.append(f"--fill {text}: {wrong}")
        else:
            found.setdefault(place.column, {})[engine] = fill
    mistakes += _halves(found)
    if mistakes:
        raise FillError(mistakes)
    whole = [_whole(each) for each in found.values()]
    return (*whole, *_of_copies(whole, model))


def _of_copies(
    whole: Sequence[migrate.RowFill], model: Model
) -> Iterator[migrate.RowFill]:
    """Yield what copies of rows get that would not fit: the same as the rows."""
    owners = {each.name: each.table for each in model.entities}
    for table in model.tables.values():
        columns = {each.name for each in table.columns}
        for fill in whole:
            if owners.get(table.copies) == fill.table and fill.column in columns:
                yield replace(fill, table=table.name, new=False)


_Found = dict[tuple[str, str], dict[str, migrate.RowFill]]
"""By column, and by engine where one is named."""


def _check_needed(place: _Place, fillable: Container[tuple[str, str]]) -> None:
    if place.column not in fillable:
        raise _Wrong(
            f"No row of {place.column[0]} needs another {place.slot.name} for this "
            f"change. Leave it out; `bd-scaffold plan` says which fields need one."
        )


def _check_new(given: Mapping[str, migrate.RowFill], engine: str) -> None:
    if engine in given or (given and "" in (engine, *given)):
        raise _Wrong("It has a value already. Say it once.")


# Where


def _place(text: str, design: Resolved) -> tuple[_Place, str]:
    name, equals, value = text.partition("=")
    owner, dot, field = name.strip().partition(".")
    if not (equals and dot and owner and field):
        raise _Wrong(_FORM)
    entity = _entity(owner, design)
    slot = _slot(field, entity)
    if is_computed(slot):
        raise _Wrong(
            f"{entity.name}.{slot.name} is computed, so nobody gives it a value."
        )
    return _Place(entity, slot), value


def _entity(name: str, design: Resolved) -> ResolvedEntity:
    for each in design.entities.values():
        if name in (each.name, snake(each.name), each.names.table):
            return each
    hint = did_you_mean(name, design.entities) or "Name one of the design."
    raise _Wrong(f'"{name}" is not an entity. {hint}')


def _slot(name: str, entity: ResolvedEntity) -> Slot:
    slots = [
        each
        for each in entity.slots
        if name in (each.field_name, each.name, each.column)
        or name.replace(".", "_") == each.field_name
    ]
    if len(slots) > 1:
        columns = " and ".join(f"{entity.name}.{each.name}" for each in slots)
        raise _Wrong(f"{entity.name}.{name} has several columns. Fill {columns}.")
    if slots:
        return slots[0]
    if name in entity.fields:
        message = (
            f"{entity.name}.{name} has no column: its rows stand in another table."
        )
        raise _Wrong(f"{message} Write a revision of your own for these.")
    known = [each.field_name or each.name for each in entity.slots]
    hint = did_you_mean(name, known) or f"{entity.name} has {', '.join(known)}."
    raise _Wrong(f'"{name}" is not a field of {entity.name}. {hint}')


# What


def _fill(
    place: _Place, text: str, design: Resolved, model: Model
) -> tuple[str, migrate.RowFill]:
    """Return the one engine that a fill is for, or none for both, and the fill."""
    table, column = place.column
    expression = _SQL.fullmatch(text)
    if expression is not None:
        sql = f"({_checked(expression[2].strip())})"
        value = migrate.PerEngine(sql, sql)
        return expression[1] or "", migrate.RowFill(
            table, column, value, constant=False
        )
    if place.slot.references == ACCOUNT and "@" in text:
        return "", _of_account(place, text.strip())
    value = _constant(place, text, design, model)
    return "", migrate.RowFill(table, column, value, constant=True)


def _of_account(place: _Place, address: str) -> migrate.RowFill:
    """Return the account of an address, which the migration makes where there is none."""
    table, column = place.column
    email = address.lower()
    if not is_email(email) or len(email) > LENGTHS["email"]:
        raise _Wrong(f'"{address}" is not an e-mail address.')
    said = sql_literal(email)
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"mailto:{email}")
    there = f"FROM {ACCOUNTS} WHERE email = {said}"
    columns = f"INSERT INTO {ACCOUNTS} ({ACCOUNT_KEY}, email, created_at, updated_at)"
    anew = f"WHERE NOT EXISTS (SELECT 1 {there})"
    now = migrate.MADE["datetime"]
    on_postgresql, on_sqlite = (
        f"{said}, {each}, {each} {anew}" for each in (now.postgresql, now.sqlite)
    )
    first = migrate.PerEngine(
        f"{columns} SELECT CAST('{key}' AS UUID), {on_postgresql}",
        f"{columns} SELECT '{key.hex}', {on_sqlite}",
    )
    value = f"(SELECT {ACCOUNT_KEY} {there})"
    both = migrate.PerEngine(value, value)
    return migrate.RowFill(table, column, both, constant=False, first=first)


def _constant(
    place: _Place, text: str, design: Resolved, model: Model
) -> migrate.PerEngine:
    table, column = place.column
    if _is_unique(model, table, column):
        raise _Wrong(
            f"{column} is unique, and one value for all rows is not. Write an expression "
            f"that gives each its own, such as sql:'{column}-' || {_key(place)}."
        )
    field, slot = _source(place, design)
    schema = slot.schema
    if MADE.get(schema.type) == text and not schema.many:
        if text == "next":
            raise _Wrong(
                "Write a number. Where the design says = next, rows are counted."
            )
        return migrate.MADE[schema.type]
    value = _value(field, text)
    kind = next(c for c in model.tables[table].columns if c.name == column).type.kind
    if broken := _broken(place, value):
        raise _Wrong(f'It breaks the check "{broken}". Write a value that keeps it.')
    return migrate.constant_sql(json_value(value, schema), kind)


def _broken(place: _Place, value: object) -> str:
    """Return the check about this field alone that a value breaks, if there is one."""
    name = place.slot.field_name
    exact = Decimal(str(value)) if place.slot.schema.type == "decimal" else value
    broken = (
        rule.text
        for each in place.entity.written.checks
        if (rule := each.rule) is not None
        and fields_of(rule) == (name,)
        and holds(rule, {name: exact}) is False
    )
    return next(broken, "")


def _is_unique(model: Model, table: str, column: str) -> bool:
    stored = model.tables[table]
    kinds = ("unique", "primary_key")
    return any(
        each.kind in kinds and each.columns == (column,) for each in stored.constraints
    ) or any(each.unique and each.columns == (column,) for each in stored.indexes)


def _key(place: _Place) -> str:
    return quote_sql(place.entity.key[0].column)


def _source(place: _Place, design: Resolved) -> tuple[Field, Slot]:
    """Return the field whose values a column has: of a relation, the key over there."""
    entity, slot = place.entity, place.slot
    while slot.references and slot.references != ACCOUNT:
        entity = design.entities[slot.references]
        slot = next(each for each in entity.slots if each.name == slot.target)
    known = entity.fields.get(slot.field_name)
    if known is not None:
        return known, slot
    source = FieldType(type=slot.schema.type)
    return Field(entity.name, entity.written, slot.name, source, "value"), slot


def _value(field: Field, text: str) -> object:
    source = field.source
    written = Bare(text) if source.many or source.type == "json" else text
    kind = "string" if field.kind == "enum" else source.type
    kind = "uuid" if kind == ACCOUNT else kind
    try:
        value = default_value(kind, written, many=source.many)
    except WrongDefault as error:
        raise _Wrong(f'"{text}" is not {error}.') from None
    for each in value if source.many else [value]:
        if problem := problem_of_value(field, each, "value"):
            raise _Wrong(" ".join(problem).strip())
    return value


def _checked(sql: str) -> str:
    """Return SQL that is one expression for all that its brackets and quotes say."""
    if problem := why_no_expression(sql):
        raise _Wrong(problem if problem.startswith('"') else f"{problem} {_FORM}")
    return sql


# For both engines


def _halves(found: _Found) -> Iterator[str]:
    for (table, column), fills in found.items():
        if len(fills) == 1 and "" not in fills:
            (other,) = {*_ENGINES} - {*fills}
            yield (
                f"--fill {table}.{column}: It says nothing for the other engine. Add "
                f"`--fill {table}.{column}=sql.{other}:EXPRESSION`."
            )


def _whole(fills: dict[str, migrate.RowFill]) -> migrate.RowFill:
    if "" in fills:
        return fills[""]
    postgresql, sqlite = (fills[each] for each in _ENGINES)
    both = migrate.PerEngine(postgresql.value.postgresql, sqlite.value.sqlite)
    return migrate.RowFill(postgresql.table, postgresql.column, both, constant=False)
