"""The constraints of an entity's table: its key, unique groups, checks and foreign keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from .. import names
from ..language.design import Entity, FieldType
from ..language.expression import fields_of, to_sql
from ..language.row_rules import Check
from ..language.scalars import ACCOUNT
from ..record import Record, replace
from ..resolve import Resolved, moments
from ..resolve.implied_checks import ImpliedCheck, implied_check_name, implied_checks
from ..resolve.naming import EntityNames
from ..resolve.native import EVERYTHING, columns_in
from ..resolve.normal import BLANKS, for_postgresql, held_to
from ..resolve.slots import (
    ACCOUNT_KEY,
    ACCOUNTS,
    Slot,
    dividing,
    dividing_key,
    has_default,
    values_of,
)
from ..resolve.types import Schema
from ..resolve.uniques import Group, named, sql_columns
from .types import Constraint, OnDelete, OnUpdate, Policy

_ON_DELETE: Mapping[str, OnDelete] = {
    "cascade": "CASCADE",
    "keep": "RESTRICT",
    "no_action": "NO ACTION",
    "restrict": "RESTRICT",
    "set_default": "SET DEFAULT",
    "set_null": "SET NULL",
}
_ON_UPDATE: Mapping[str, OnUpdate] = {
    "cascade": "CASCADE",
    "restrict": "RESTRICT",
    "set_default": "SET DEFAULT",
    "set_null": "SET NULL",
}
REFUSING: tuple[OnDelete, ...] = ("RESTRICT", "NO ACTION")
"""By which a row that is referred to stays."""


class ForeignKey(Record, frozen=True):
    """A foreign key of one relation, over one or more columns."""

    name: str
    relation: str
    target: str  # entity name
    table: str
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    on_delete: OnDelete
    keeps: bool
    required: bool
    own_name: bool = False
    on_update: OnUpdate | None = None
    has_default: bool = False
    deferred: bool = False
    deferrable: bool = False
    unindexed: bool = False

    def constraint(self, *, late: bool) -> Constraint:
        """Return it as a constraint of its table; `late` where it closes a circle of tables."""
        return Constraint(
            name=self.name,
            kind="foreign_key",
            columns=self.columns,
            target=self.table,
            target_columns=self.target_columns,
            on_delete=self.on_delete,
            late=late,
            keeps=self.keeps,
            own_name=self.own_name,
            on_update=self.on_update,
            deferred=self.deferred,
            deferrable=self.deferrable,
            unindexed=self.unindexed,
        )


OneT = TypeVar("OneT", Constraint, ForeignKey)


def called(constraint: OneT, own: Mapping[str, str]) -> OneT:
    """Return a constraint under the name that the design says, where it says one."""
    name = own.get(constraint.name)
    return replace(constraint, name=name, own_name=True) if name else constraint


def primary_key(table: str, columns: Sequence[str]) -> Constraint:
    """Return the primary key of a table."""
    return Constraint(named("pk", table), "primary_key", tuple(columns))


# Uniqueness


def uniques(table: str, groups: Sequence[Group]) -> Iterator[Constraint]:
    """Yield the constraints that keep groups of columns unique."""
    for columns in groups:
        yield Constraint(named("uq", table, *columns), "unique", columns)


# Checks


def checks(table: str, slots: Sequence[Slot]) -> Iterator[Constraint]:
    """Yield what the contract states too, so that no valid request violates it."""
    for slot in slots:
        for check in implied_checks(slot):
            yield _implied(table, slot, check, _held(slot, check))


def _held(slot: Slot, check: ImpliedCheck) -> str:
    """Return what is true of a column's values by a check."""
    column = names.quote_sql(slot.column)
    if check == "values":
        members = slot.enum.values if slot.enum else ()
        return f"{column} IN ({', '.join(map(names.sql_literal, members))})"
    if check == "not_blank":
        return f"trim({column}, {names.sql_literal(BLANKS)}) <> ''"
    if check == "minimum":
        return f"{column} >= {_sql(slot.schema, slot.schema.minimum, is_least=True)}"
    if check == "maximum":
        return f"{column} <= {_sql(slot.schema, slot.schema.maximum, is_least=False)}"
    return held_to(column, check)


def _sql(schema: Schema, bound: str | None, *, is_least: bool) -> str:
    if bound is not None and schema.type in moments.EXAMPLES:
        return moments.sql_of(schema.type, bound, is_least=is_least)
    return str(bound)


def _implied(
    table: str, slot: Slot, origin: ImpliedCheck, expression: str
) -> Constraint:
    return Constraint(
        name=implied_check_name(table, slot, origin),
        kind="check",
        columns=(slot.column,),
        origin=origin,
        enum=slot.enum.name if slot.enum and origin == "values" else "",
        expression=expression,
        postgresql=for_postgresql(expression),
        only_sqlite=origin == "values"
        and slot.enum is not None
        and bool(slot.enum.native),
    )


def rules(table: str, entity: Entity, slots: Sequence[Slot]) -> Iterator[Constraint]:
    """Yield what only the database can hold rows to."""
    columns = {slot.field_name: slot.column for slot in slots}
    for number, check in enumerate(entity.checks, start=1):
        demand = Constraint(
            name=named("ck", table, check.name or f"rule_{number}"),
            kind="check",
            columns=(),
            origin="declared",
            message=check.message or f"This has to be true: {check.text}",
        )
        if check.rule is None:
            yield _native(demand, check, slots)
            continue
        about = dict.fromkeys(columns[field] for field in fields_of(check.rule))
        sql = to_sql(check.rule, sql_columns(slots, check.rule))
        yield replace(demand, columns=tuple(about), expression=sql)
    yield from _halves(table, slots)
    yield from _wholes(table, slots)


def _wholes(table: str, slots: Sequence[Slot]) -> Iterator[Constraint]:
    """A value that may be missing has all the parts that it needs, or none at all."""
    for value, parts in values_of(slots).items():
        needed = tuple(slot.column for slot, part in parts if part.needed)
        if not needed or len(parts) == 1 or not parts[0][1].optional:
            continue
        first, *others = map(names.quote_sql, needed)
        spare = [names.quote_sql(s.column) for s, part in parts if not part.needed]
        said = (
            *(f"({first} IS NULL) = ({other} IS NULL)" for other in others),
            *(f"({first} IS NOT NULL OR {other} IS NULL)" for other in spare),
        )
        yield Constraint(
            name=named("ck", table, value, "whole"),
            kind="check",
            columns=tuple(slot.column for slot, _ in parts),
            origin="together",
            expression=" AND ".join(said),
            message=f"{value} has all of its parts or none.",
            needed=needed if spare else (),
        )


def _native(demand: Constraint, check: Check, slots: Sequence[Slot]) -> Constraint:
    """Return a check in the words of its engines; one that says nothing takes every row."""
    postgresql, sqlite = (
        each or EVERYTHING for each in (check.postgresql, check.sqlite)
    )
    about = columns_in(f"{postgresql} {sqlite}", slots)
    return replace(demand, columns=about, expression=sqlite, postgresql=postgresql)


def _halves(table: str, slots: Sequence[Slot]) -> Iterator[Constraint]:
    """An optional relation over several columns is there whole or not at all."""
    for relation in _relations(slots):
        parts = [slot for slot in slots if slot.field_name == relation]
        if len(parts) == 1 or not parts[0].schema.nullable:
            continue
        first, *others = (names.quote_sql(part.column) for part in parts)
        columns = tuple(part.column for part in parts)
        properties = " and ".join(part.name for part in parts)
        yield Constraint(
            name=named("ck", table, relation, "whole"),
            kind="check",
            columns=columns,
            origin="together",
            expression=" AND ".join(
                f"({first} IS NULL) = ({other} IS NULL)" for other in others
            ),
            message=f"{properties} are given together or not at all.",
        )


# Foreign keys


def foreign_keys(
    resolved: Resolved, own: EntityNames, slots: Sequence[Slot]
) -> Iterator[ForeignKey]:
    """Yield the foreign key of each relation."""
    for relation in _relations(slots):
        parts = [slot for slot in slots if slot.field_name == relation]
        target = str(parts[0].references)
        there = {part.name: part.column for part in resolved.entities[target].slots}
        yield ForeignKey(
            name=named("fk", own.table, relation),
            relation=relation,
            target=target,
            table=resolved.entities[target].names.table,
            columns=tuple(part.column for part in parts),
            target_columns=tuple(there[str(part.target)] for part in parts),
            on_delete=_on_delete(parts[0].source),
            keeps=_keeps(parts[0].source),
            required=not parts[0].schema.nullable,
            on_update=on_update(parts[0].source),
            has_default=has_default(parts[0]),
            deferred=parts[0].source is not None and parts[0].source.deferred,
            deferrable=parts[0].source is not None and parts[0].source.deferrable,
            unindexed=parts[0].source is not None and parts[0].source.unindexed,
        )


def account_keys(table: str, slots: Sequence[Slot]) -> Iterator[Constraint]:
    """Yield the foreign keys that lead to accounts, which no entity stands for."""
    for slot in slots:
        if slot.references == ACCOUNT:
            added = slot.added is not None and slot.schema.nullable
            yield Constraint(
                name=named("fk", table, _relation_of(slot)),
                kind="foreign_key",
                columns=(slot.column,),
                target=ACCOUNTS,
                target_columns=(ACCOUNT_KEY,),
                on_delete="SET NULL" if added else _on_delete(slot.source),
                on_update=on_update(slot.source),
                unindexed=slot.source is not None and slot.source.unindexed,
            )


def added_keys(table: str, slots: Sequence[Slot]) -> Iterator[Constraint]:
    """Yield the foreign keys of columns that capabilities add, to tables of theirs."""
    for slot in slots:
        if slot.added and slot.added.references and not slot.references:
            yield Constraint(
                name=named("fk", table, _relation_of(slot)),
                kind="foreign_key",
                columns=(slot.column,),
                target=slot.added.references,
                target_columns=("id",),
                on_delete="RESTRICT",
                unindexed=True,
            )


def divided(key: Constraint, there: Sequence[Slot]) -> Constraint:
    """Return a foreign key to divided rows: with their part, where their key has it."""
    parts = dividing_key(there)
    if not parts:
        return key
    return replace(
        key,
        columns=(*parts, *key.columns),
        target_columns=(*parts, *key.target_columns),
    )


def within_parts(
    key: Constraint, there: Sequence[Slot], apart: Sequence[str]
) -> Iterator[Constraint]:
    """Yield what lets rows refer to those of their own part alone, where both are divided.

    It is apart from the key that it repeats, since SQLite can't set one column of several to
    null; and at the commit, when whatever ON DELETE says has been done.
    """
    parts = dividing(there)
    if parts and parts == tuple(apart) and not dividing_key(there):
        yield replace(
            key,
            name=named(key.name, *parts),
            columns=(*key.columns, *apart),
            target_columns=(*key.target_columns, *parts),
            on_delete=None,
            on_update=None,
            keeps=True,
            own_name=False,
            deferred=True,
            deferrable=False,
            unindexed=True,
            divides=True,
        )


def _relation_of(slot: Slot) -> str:
    """Return what the relation is called that a column is the key of."""
    return slot.field_name.removesuffix("_id") if slot.added else slot.field_name


def policies_of(slots: Sequence[Slot]) -> tuple[Policy, ...]:
    """Return what PostgreSQL itself holds rows to, by the columns that capabilities add."""
    return tuple(
        Policy(each.name, each.sql)
        for slot in slots
        if slot.added
        for each in slot.added.policies
    )


def existing_in(table: str, slot: Slot) -> tuple[str, ...]:
    """Return what gives a column to rows of a table that are there before it is."""
    said = slot.added.existing if slot.added else ()
    return tuple(each.format(table=names.quote_sql(table)) for each in said)


def _relations(slots: Sequence[Slot]) -> tuple[str, ...]:
    led = (slot for slot in slots if slot.references not in (None, ACCOUNT))
    return tuple(dict.fromkeys(slot.field_name for slot in led))


def _keeps(source: FieldType | None) -> bool:
    return source is not None and source.on_delete == "keep"


def on_delete_of_links(source: FieldType | None) -> OnDelete:
    """Return what becomes of links when a row of the side that a field leads to goes."""
    said = source.on_delete if source is not None else None
    return _ON_DELETE[said] if said is not None else "CASCADE"


def _on_delete(source: FieldType | None) -> OnDelete:
    if source is not None and source.on_delete is not None:
        return _ON_DELETE[source.on_delete]
    return "SET NULL" if source is not None and source.nullable else "RESTRICT"


def on_update(source: FieldType | None) -> OnUpdate | None:
    """Return what a foreign key says of another key over there; nothing for NO ACTION."""
    said = source.on_update if source is not None else None
    return None if said is None else _ON_UPDATE.get(said)
