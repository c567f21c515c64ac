"""An entity's table: columns, constraints and indexes, as Python source for two readers.

The mapped class and the first migration say the same in their own ways; both are written here,
side by side, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .. import names
from ..features.feature import Column as AddedColumn
from ..language.design import Check, Entity, FieldType
from ..language.design import Index as WrittenIndex
from ..language.expression import fields_of, to_sql
from ..layout import bracketed
from ..names import python_string as quoted
from ..resolve import Resolved
from ..resolve.naming import EntityNames
from ..resolve.relations import Link as ResolvedLink
from ..resolve.slots import Slot, default_value, has_default, is_server_set
from .types import Column, Constraint, Index, LateForeignKey, Link
from .values import python_literal, server_made, sql_type

_LIVING = "deleted_at IS NULL"
_ON_DELETE = {"cascade": "CASCADE", "restrict": "RESTRICT", "set_null": "SET NULL"}


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key of one relation, over one or more columns."""

    name: str
    relation: str
    target: str  # entity name
    table: str
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    on_delete: str
    required: bool

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments of `sa.ForeignKeyConstraint`, ready Python."""
        remote = tuple(f"{self.table}.{column}" for column in self.target_columns)
        return (
            _list(self.columns, indent=12),
            _list(remote, indent=12),
            f"name={quoted(self.name)}",
            f"ondelete={quoted(self.on_delete)}",
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that one entity puts into the database."""

    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    foreign_keys: tuple[ForeignKey, ...]
    indexes: tuple[Index, ...]
    links: tuple[Link, ...]


def table_of(resolved: Resolved, entity: str) -> Table:
    """Return an entity's table."""
    found = resolved.entities[entity]
    written, own, slots = found.written, found.names, found.slots
    key = tuple(slot.name for slot in slots if slot.key)
    # PostgreSQL leaves out a unique constraint that says what the primary key does.
    unique = tuple(group for group in _unique_groups(written, slots) if group != key)
    foreign_keys = tuple(_foreign_keys(resolved, own, slots))
    return Table(
        columns=tuple(_column(slot) for slot in slots),
        constraints=(
            *_uniques(own, written, unique),
            *_checks(own, slots),
            *_rules(own, written, slots),
        ),
        foreign_keys=foreign_keys,
        indexes=tuple(_indexes(own, written, slots, unique, foreign_keys)),
        links=tuple(_link(resolved, entity, each) for each in found.links),
    )


def foreign_key_constraint(key: ForeignKey, *, late: bool) -> Constraint:
    """Return a foreign key as a constraint of its table; a late one closes a circle of tables."""
    return Constraint(
        name=key.name,
        kind="foreign_key",
        call="sa.ForeignKeyConstraint",
        arguments=(*key.arguments, "use_alter=True") if late else key.arguments,
        message="There is no such record.",
        implied=False,
        fields=key.columns,
        late=late,
    )


def late_foreign_key(table: str, key: ForeignKey) -> LateForeignKey:
    """Return a foreign key to add after both of its tables stand."""
    return LateForeignKey(
        table=table,
        name=key.name,
        arguments=(
            quoted(key.name),
            quoted(key.table),
            _list(key.columns, indent=12),
            _list(key.target_columns, indent=12),
            f"ondelete={quoted(key.on_delete)}",
        ),
    )


def _list(texts: Sequence[str], *, indent: int, lead: str = "") -> str:
    return bracketed("[", [*map(quoted, texts)], "]", indent=indent, lead=lead)


def _column(slot: Slot) -> Column:
    kind = sql_type(slot.schema, slot.enum)
    optional = slot.schema.nullable
    name = (quoted(slot.name),) if slot.name != slot.attribute else ()
    explicit = (f"nullable={optional}",) if kind.python == "Any" else ()
    primary = ("primary_key=True",) if slot.key else ()
    return Column(
        name=slot.name,
        field=slot.field_name,
        was=(slot.source.was or "") if slot.source is not None else "",
        former=slot.former,
        attribute=slot.attribute,
        annotation=f"{kind.python} | None" if optional else kind.python,
        trait=slot.source is None and not slot.key,
        arguments=(*name, kind.mapped, *primary, *explicit, *_automatic(slot)),
        migration=(
            quoted(slot.name),
            _migrated(kind.migration),
            f"nullable={optional}",
        ),
        x=slot.x,
    )


def _migrated(source: str) -> str:
    if source == "JSON":
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return source


def _automatic(slot: Slot) -> tuple[str, ...]:
    """Return what fills the column when nobody gives a value."""
    if slot.source is None:
        return _filled(slot.added) if slot.added else ("default=uuid7",)
    if has_default(slot):
        value = default_value(slot)
        if isinstance(value, list | dict):
            return (f"default={'list' if isinstance(value, list) else 'dict'}",)
        return (f"default={python_literal(value, slot.schema, slot.enum)}",)
    if is_server_set(slot) and not slot.schema.nullable:
        made = server_made(slot.schema)
        return (f"default={made}",) if made else ()
    return ()


def _filled(column: AddedColumn) -> tuple[str, ...]:
    """Return what fills a capability's column."""
    inserted = ("default=utc_now",) if column.on_insert else ()
    return (*inserted, "onupdate=utc_now") if column.on_update else inserted


def _unique_groups(entity: Entity, slots: Sequence[Slot]) -> Iterator[tuple[str, ...]]:
    seen = set()
    groups = [*((name,) for name in _unique_fields(entity)), *entity.unique]
    for group in groups:
        columns = tuple(
            slot.name for name in group for slot in slots if slot.field_name == name
        )
        if columns not in seen:
            seen.add(columns)
            yield columns


def _unique_fields(entity: Entity) -> Iterator[str]:
    for name, field in entity.fields.items():
        if field.unique or (field.one and field.by is None):
            yield name


def _uniques(
    own: EntityNames, entity: Entity, groups: Sequence[tuple[str, ...]]
) -> Iterator[Constraint]:
    if entity.soft_delete:
        return  # uniqueness among the living only: a partial index
    for columns in groups:
        name = _named("uq", own.table, *columns)
        yield Constraint(
            name=name,
            kind="unique",
            call="sa.UniqueConstraint",
            arguments=(*map(quoted, columns), f"name={quoted(name)}"),
            message=f"There is one with this {' and '.join(columns)} already.",
            implied=False,
            fields=columns,
            late=False,
        )


def _checks(own: EntityNames, slots: Sequence[Slot]) -> Iterator[Constraint]:
    for slot in slots:
        if slot.references or slot.schema.many:
            continue
        column = names.quote_sql(slot.name)
        source = slot.source
        if slot.enum:
            values = ", ".join(f"'{m.value}'" for m in slot.enum.members)
            said = f"{slot.name} has to be one of its values."
            yield _check(own, slot, "values", f"{column} IN ({values})", said)
        if source is not None and source.minimum is not None:
            said = f"{slot.name} has to be at least {slot.schema.minimum}."
            yield _check(own, slot, "min", f"{column} >= {slot.schema.minimum}", said)
        if source is not None and source.maximum is not None:
            said = f"{slot.name} has to be at most {slot.schema.maximum}."
            yield _check(own, slot, "max", f"{column} <= {slot.schema.maximum}", said)


def _check(
    own: EntityNames, slot: Slot, kind: str, sql: str, message: str
) -> Constraint:
    name = _named("ck", own.table, slot.name, kind)
    return _check_constraint(name, sql, message, (slot.name,), implied=True)


def _check_constraint(
    name: str, sql: str, message: str, fields: tuple[str, ...], *, implied: bool = False
) -> Constraint:
    return Constraint(
        name=name,
        kind="check",
        call="sa.CheckConstraint",
        arguments=(
            quoted(sql),
            f"name={quoted(name)}",
            *(() if implied else _told(message, fields)),
        ),
        message=message,
        implied=implied,
        fields=fields,
        late=False,
    )


def _told(message: str, fields: Sequence[str]) -> tuple[str, ...]:
    """Return the words for a client, of a rule that the contract can't state."""
    lead = '"fields": '
    said = f'"message": {quoted(message)}'
    about = lead + _list(fields, indent=16, lead=lead)
    return (bracketed("info={", [said, about], "}", indent=12),)


def _rules(
    own: EntityNames, entity: Entity, slots: Sequence[Slot]
) -> Iterator[Constraint]:
    columns = _sql_columns(slots)
    for number, check in enumerate(entity.checks, start=1):
        name = _named("ck", own.table, check.name or f"rule_{number}")
        fields = tuple(dict.fromkeys(fields_of(check.rule)))
        yield _check_constraint(name, to_sql(check.rule, columns), _said(check), fields)
    yield from _halves(own, slots)


def _said(check: Check) -> str:
    return check.message or f"This has to be true: {check.rule.text}"


def _halves(own: EntityNames, slots: Sequence[Slot]) -> Iterator[Constraint]:
    """An optional relation over several columns is there whole or not at all."""
    for relation in _relations(slots):
        parts = [slot for slot in slots if slot.field_name == relation]
        if len(parts) == 1 or not parts[0].schema.nullable:
            continue
        first, *others = (names.quote_sql(part.name) for part in parts)
        sql = " AND ".join(f"({first} IS NULL) = ({other} IS NULL)" for other in others)
        name = _named("ck", own.table, relation, "whole")
        fields = tuple(part.name for part in parts)
        said = f"{' and '.join(fields)} are given together or not at all."
        yield _check_constraint(name, sql, said, fields)


def _relations(slots: Sequence[Slot]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot.field_name for slot in slots if slot.references))


def _foreign_keys(
    resolved: Resolved, own: EntityNames, slots: Sequence[Slot]
) -> Iterator[ForeignKey]:
    for relation in _relations(slots):
        parts = [slot for slot in slots if slot.field_name == relation]
        source = parts[0].source
        target = str(parts[0].references)
        yield ForeignKey(
            name=_named("fk", own.table, relation),
            relation=relation,
            target=target,
            table=resolved.entities[target].names.table,
            columns=tuple(part.name for part in parts),
            target_columns=tuple(str(part.target) for part in parts),
            on_delete=_on_delete(source),
            required=not parts[0].schema.nullable,
        )


def _on_delete(source: FieldType | None) -> str:
    if source is not None and source.on_delete is not None:
        return _ON_DELETE[source.on_delete]
    return "SET NULL" if source is not None and source.nullable else "RESTRICT"


def _indexes(
    own: EntityNames,
    entity: Entity,
    slots: Sequence[Slot],
    unique: Sequence[tuple[str, ...]],
    foreign_keys: Sequence[ForeignKey],
) -> Iterator[Index]:
    """The indexes that the design asks for, and those that its look-ups imply."""
    covered = {columns[: len(columns)] for columns in unique}
    covered.add(tuple(slot.name for slot in slots if slot.key))
    if entity.soft_delete:
        for columns in unique:
            yield _index(own, columns, unique=True, where=_LIVING)
    for written in entity.indexes:
        index = _written_index(own, written, slots)
        yield index
        if written.where is None:
            covered.add(_columns_of(written, slots))
    wanted = [key.columns for key in foreign_keys]
    wanted += [(slot.name,) for slot in slots if _is_looked_up(slot)]
    for columns in wanted:
        if not any(c[: len(columns)] == columns for c in covered):
            covered.add(columns)
            yield _index(own, columns)


def _is_looked_up(slot: Slot) -> bool:
    if slot.references or slot.schema.many:
        return False
    chosen = slot.filter or slot.sort
    selective = slot.schema.type not in ("boolean", "enum", "text")
    asked = slot.source is not None and slot.source.index
    return asked or (chosen and selective)


def _columns_of(written: WrittenIndex, slots: Sequence[Slot]) -> tuple[str, ...]:
    return tuple(s.name for f in written.fields for s in slots if s.field_name == f)


def _written_index(
    own: EntityNames, written: WrittenIndex, slots: Sequence[Slot]
) -> Index:
    included = [s.name for f in written.include for s in slots if s.field_name == f]
    where = to_sql(written.where, _sql_columns(slots)) if written.where else None
    return _index(
        own,
        _columns_of(written, slots),
        unique=written.unique,
        where=where,
        include=included,
        method=written.method,
    )


def _index(
    own: EntityNames,
    columns: Sequence[str],
    *,
    unique: bool = False,
    where: str | None = None,
    include: Sequence[str] = (),
    method: str | None = None,
) -> Index:
    suffix = ("partial",) if where and not unique else ()
    name = _named("uq" if unique else "ix", own.table, *columns, *suffix)

    def options(indent: int) -> Iterator[str]:
        if unique:
            yield "unique=True"
        for engine in ("postgresql", "sqlite") if where else ():
            head = f"{engine}_where=sa.text("
            yield bracketed(head, [quoted(str(where))], ")", indent=indent)
        if include:
            lead = "postgresql_include="
            yield lead + _list(include, indent=indent, lead=lead)
        if method and method != "btree":
            yield f"postgresql_using={quoted(method)}"

    listed = _list(columns, indent=8)
    return Index(
        name=name,
        unique=unique,
        partial=where not in (None, _LIVING),
        columns=tuple(columns),
        arguments=(quoted(name), *map(quoted, columns), *options(12)),
        migration=(quoted(name), quoted(own.table), listed, *options(8)),
    )


def _sql_columns(slots: Sequence[Slot]) -> dict[str, str]:
    return {slot.field_name: names.quote_sql(slot.name) for slot in slots}


def _named(kind: str, table: str, *parts: str) -> str:
    return names.shorten("_".join((kind, table, *parts)))


def _link(resolved: Resolved, entity: str, link: ResolvedLink) -> Link:
    own = resolved.entities[entity].names
    other = resolved.entities[link.target].names
    far_column, far_key = link.far[0]
    table = link.table
    pairs = (*link.near, *link.far)
    sides = (("owner", own.table, link.near), ("item", other.table, link.far))
    return Link(
        name=link.property,
        field=link.field_name,
        was=link.source.was or "",
        attribute=link.property,
        relationship=names.safe_attribute(link.field_name),
        target=link.target,
        target_class=other.class_name,
        target_key=far_key.attribute,
        arguments=(
            quoted(link.property),
            quoted(names.safe_attribute(link.field_name)),
            other.class_name,
            quoted(far_key.attribute),
        ),
        far_column=far_column,
        item_type=sql_type(far_key.schema, far_key.enum).python,
        table=table,
        key=tuple(column for column, _ in pairs),
        variable=table,
        columns=tuple(_link_column(n, part, mapped=True) for n, part in pairs),
        migration=tuple(_link_column(n, part, mapped=False) for n, part in pairs),
        constraints=tuple(_link_keys(table, sides, indent=8)),
        migrated=tuple(_link_keys(table, sides, indent=12)),
        indexes=(_link_index(table, far_column),),
        x=resolved.own_words("field", link.source.own),
    )


def _link_column(name: str, part: Slot, *, mapped: bool) -> tuple[str, ...]:
    kind = sql_type(part.schema, part.enum)
    if mapped:
        return (quoted(name), kind.mapped, "primary_key=True")
    return (quoted(name), _migrated(kind.migration), "nullable=False")


def _link_keys(
    table: str,
    sides: Iterable[tuple[str, str, Sequence[tuple[str, Slot]]]],
    *,
    indent: int,
) -> Iterator[Constraint]:
    for side, target, pairs in sides:
        yield _link_key(table, side, target, pairs, indent=indent)


def _link_key(
    table: str,
    side: str,
    target: str,
    pairs: Sequence[tuple[str, Slot]],
    *,
    indent: int,
) -> Constraint:
    name = _named("fk", table, side)
    arguments = (
        _list([column for column, _ in pairs], indent=indent),
        _list([f"{target}.{part.name}" for _, part in pairs], indent=indent),
        f"name={quoted(name)}",
        'ondelete="CASCADE"',
    )
    return Constraint(
        name=name,
        kind="foreign_key",
        call="sa.ForeignKeyConstraint",
        arguments=arguments,
        message="There is no such record.",
        implied=False,
        fields=(),
        late=False,
    )


def _link_index(table: str, column: str) -> Index:
    name = _named("ix", table, column)
    return Index(
        name=name,
        unique=False,
        partial=False,
        columns=(column,),
        arguments=(quoted(name), quoted(column)),
        migration=(quoted(name), quoted(table), _list([column], indent=8)),
    )
