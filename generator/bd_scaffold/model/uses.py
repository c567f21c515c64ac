"""What a design needs of the generated core, so that nothing else is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import cast

from ..features.feature import Feature
from ..resolve import moments
from ..resolve.types import Enum, Operator, Scalar, Schema
from ..resolve.values import SQLITE_DIGITS
from .constraints import REFUSING
from .given import NOTHING_GIVEN, Given
from .lists import asks_what_is_not
from .paging import paginations_of
from .python.exclusions import extensions_of_tables
from .python.imports import is_typed
from .python.migration import differs
from .types import Entity, Filter, Table, Through, Uses

_INTEGERS: frozenset[Scalar] = frozenset({"bigint", "integer", "smallint"})
_NO_TEXTS: frozenset[Scalar] = _INTEGERS | {"boolean", "float"}
_FORMS: frozenset[Operator] = frozenset({"in", "not_in", "null", "prefix"})
_REMEMBERED_LISTS = (
    100  # FastAPI knows the parameters of 128, those of other routes among them
)
_WHOLE: Mapping[str, Scalar] = {"boolean": "boolean", "integer": "integer"}
_JSON: Mapping[str, Scalar] = {**_WHOLE, "number": "float"}


def uses_of(
    entities: Sequence[Entity],
    tables: Collection[Table],
    features: Sequence[Feature],
    enums: Sequence[Enum],
    given: Given = NOTHING_GIVEN,
) -> Uses:
    """Return what some entity, table or capability of the design needs.

    `given` is what operations of its own are given and answer.
    """
    operations = [each for entity in entities for each in entity.operations]
    bodies, parameters = set(_in_bodies(entities)), set(_in_parameters(entities))
    bodies |= {each.type for each in given.bodies}
    parameters |= {each.type for each in given.parameters}
    parameters |= set(_in_components(features))
    values = (*_values_of(entities), *given.bodies, *given.parameters)
    own = {cast("Scalar", name) for each in features for name in each.types}
    made = set(_made(tables))
    links = [each for entity in entities for each in entity.links]
    includes = not all(each.nested for each in links)
    held = [each for entity in entities for each in _held_by_others(entity)]
    asked = [each for entity in entities for each in _asked_of_links(entity)]
    compared = [
        each for one in entities for each in (*one.filters, *one.related_filters)
    ]
    linked = any(each.written for one in entities for each in one.nested_links)
    by_parts = any(map(_leads_by_parts, entities))
    paged = [entity.paging for entity in entities]
    principals = any(each.depends_on_who for each in features)
    scopes = principals or any(each.scope for each in features)
    deferred = any(each.deferred for table in tables for each in table.constraints)
    held_enums = {column.enum for table in tables for column in table.columns}
    climbs = {columns for table in tables for columns in _climbs(table)}
    composites = given.wholes or any(
        each.part for entity in entities for each in entity.properties
    )
    return Uses(
        types=tuple(sorted(bodies | parameters | own)),
        integers=not (bodies | own).isdisjoint(_INTEGERS),
        parameters=not parameters.isdisjoint(_NO_TEXTS),
        columns=tuple(sorted({c.type.kind for table in tables for c in table.columns})),
        long_decimals=any(
            (column.type.precision or 0) > SQLITE_DIGITS and column.computed is None
            for table in tables
            for column in table.columns
        ),
        codes="code" in made,
        today="today" in made or any(_sets_days(entities)),
        # A scope refuses references to hidden rows as the database refuses others.
        constraints=(
            scopes
            or deferred
            or any(each.owned for each in entities)
            or composites  # the database holds their parts together
            or any("conflict" in each.errors for each in operations)
        ),
        # What a mapper counts is looked at by whoever writes, be it no request.
        guards=(
            any(each.requires for each in operations)
            or any(each.files for each in entities)  # a file is changed as a row is
            or any(column.mapper for each in features for column in each.columns)
        ),
        includes=includes,
        unlisted=any(not each.in_list for each in links),
        trees=bool(climbs),
        composite_trees=any(columns > 1 for columns in climbs),
        deferred=deferred,
        circles=any(
            each.circular for entity in entities for each in entity.resource.references
        ),
        preparation=(
            includes or scopes or composites or bool(climbs) or "decimal" in bodies
        ),
        nested=any(not each.one for entity in entities for each in entity.nested)
        or any(each.given for each in operations),
        nested_one=any(each.one for entity in entities for each in entity.nested),
        nested_links=linked,
        link_filters=any(not each.composite for each in asked),
        composite_filters=any(each.composite for each in asked),
        composite_links=by_parts,
        composite_nested_links=linked and by_parts,
        orders=any(each.order for each in entities),
        apart=any(each.repeats or each.natural for each in operations),
        inclusions=any(each.inclusions for each in entities),
        sparse_fields=any(each.sparse_fields for each in entities),
        listed_rules=any(
            e.access is not None and e.access.into_lists for e in entities
        ),
        filter_forms=any(each.operator in _FORMS for each in compared),
        through=any(held),
        through_alone=any(each.is_of_one_part for each in held),
        through_parts=not all(each.is_of_one_part for each in held),
        scopes=scopes,
        expressions=any(
            index.unique and (index.nulls_not_distinct or not index.is_of_columns)
            for table in tables
            for index in table.indexes
        ),
        computed_indexes=any(
            index.nulls_not_distinct or not index.is_of_columns or index.language
            for table in tables
            for index in table.indexes
        ),
        named_columns=any(column.key for table in tables for column in table.columns),
        numbered=any(column.numbered for table in tables for column in table.columns),
        written_keys=any(
            part.schema.type in ("boolean", "datetime", "datetime_local")
            for entity in entities
            for part in entity.key
        ),
        generated_keys=any(map(_gets_key, entities)),
        lists=any(is_typed(column) for table in tables for column in table.columns),
        ranges=any(map(_is_ranged, values)),
        unique_references=_refers_beside_keys(tables),
        normal=any(each.normal or each.padded for each in values),
        padded=any(c.type.padded for table in tables for c in table.columns),
        by_engine=any(
            any(each.postgresql for each in table.constraints)
            or any(map(differs, table.columns))
            or any(each.nulls_not_distinct for each in table.indexes)
            for table in tables
        ),
        waiting=any(rule == "NO ACTION" for rule in _rules(tables)),
        restricting_links=any(_restricts(each) for each in tables if each.link),
        set_default=any(rule == "SET DEFAULT" for rule in _rules(tables)),
        sequences="next" in made,
        computed=any(column.computed for table in tables for column in table.columns),
        described=any(value.description for each in enums for value in each.members),
        ordered=any(each.ordered and each.name in held_enums for each in enums),
        composites=composites,
        native=any(column.type.native for table in tables for column in table.columns),
        private=tuple(sorted({*_private(entities)})),
        stand_ins=any(column.hashes for table in tables for column in table.columns),
        exclusions=any(
            each.kind == "exclude" for table in tables for each in table.constraints
        ),
        extensions=extensions_of_tables(tables),
        principals=principals,
        dividing=tuple(
            each.name for f in features for each in f.columns if each.divides
        ),
        divided_keys=tuple(
            dict.fromkeys(
                column.name
                for table in tables
                for column in table.columns
                if column.primary and column.trait
            )
        ),
        owned=any(each.owned for each in entities),
        belonging=any(of.counts for each in entities for of in each.owners),
        several=given.several,
        bracketed=any(map(_is_bracketed, tables)),
        completed=any(
            each.name in given.answered and _is_completed(each) for each in entities
        ),
        words=any(each.language for table in tables for each in table.indexes),
        backwards=any(each.backwards for each in entities),
        related_sorts=any(each.related_sorts for each in entities),
        related_forms=any(map(asks_what_is_not, entities)),
        open_lists=any(each.is_open for each in paged),
        many_lists=len({each.query for each in operations}) > _REMEMBERED_LISTS,
        asked_totals=any(each.totals == "on_request" for each in paged),
        counted_cursors=any(each.by == "cursor" and each.totals for each in paged),
        estimates=any(each.totals == "estimate" for each in paged),
        paginations=paginations_of(paged),
        unquoted=tuple(sorted(_UNQUOTED & set(_names_in(tables)))),
    )


def _sets_days(entities: Iterable[Entity]) -> Iterator[bool]:
    """Yield whether a transition gives a field the present day."""
    for each in (one for entity in entities for one in entity.transitions):
        yield from (said.kind == "today" for said in each.sets)


def _private(entities: Iterable[Entity]) -> Iterator[str]:
    """Yield the attributes that say something of a person, or that nobody is shown."""
    for each in (value for entity in entities for value in entity.properties):
        if each.personal or (each.in_create and not each.in_read):
            yield each.attribute


def _is_bracketed(table: Table) -> bool:
    """True where something is unique by a column with a bracket in its name."""
    groups = (each.columns for each in table.constraints if each.kind == "unique")
    return any(")" in name for group in groups for name in group)


def _is_completed(entity: Entity) -> bool:
    """True where rows are shown with more than what their table holds."""
    return bool(entity.owned) or not all(each.nested for each in entity.links)


def _asked_of_links(entity: Entity) -> Iterator[Filter]:
    """Yield what narrows a list to what is related to a row, or to what a row is."""
    yield from (e for e in entity.filters if e.link and e.through is None)
    for each in entity.nested:
        yield from each.filters if each.through else ()


def _leads_by_parts(entity: Entity) -> bool:
    """True where a path leads to related rows, and some key in it has several parts."""
    links = entity.nested_links
    return any(len(key) > 1 for each in links for key in (entity.key, each.key))


def _held_by_others(entity: Entity) -> Iterator[Through]:
    """Yield how a list is narrowed to what rows of another entity relate to a row."""
    nested = (each for list_ in entity.nested for each in list_.filters)
    yield from (e.through for e in (*entity.filters, *nested) if e.through)


def _refers_beside_keys(tables: Iterable[Table]) -> bool:
    """True where some foreign key leads to what is unique, and not to a primary key."""
    keys = {
        (each.name, column.name)
        for each in tables
        for column in each.columns
        if column.primary
    }
    return any(
        (each.target, column) not in keys
        for table in tables
        for each in table.constraints
        for column in each.target_columns
    )


# SQLAlchemy 2.1 lacks five words of PostgreSQL 18, and two of SQLite.
_UNQUOTED = {
    *("collation", "concurrently", "lateral", "system_user", "tablesample"),
    *("nothing", "returning"),
}


def _rules(tables: Iterable[Table]) -> Iterator[str]:
    """Yield what foreign keys demand when a row goes."""
    for table in tables:
        yield from (each.on_delete or "" for each in table.constraints)


def _restricts(links: Table) -> bool:
    """True where a row can't be deleted while a link leads to it."""
    return any(each.on_delete in REFUSING for each in links.constraints)


def _names_in(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        yield table.name
        for column in table.columns:
            yield from (column.name, column.type.native)


def parts_of(uses: Uses, features: Sequence[Feature]) -> tuple[str, ...]:
    """Return the parts of the blueprint: of its core, and of the capabilities."""
    core = {
        "by_engine": uses.by_engine,
        "composites": uses.composites,
        "commands": any(each.commands for each in features),
        "computed": uses.computed,
        "composite_trees": uses.composite_trees,
        "constraints": uses.constraints,
        "deferred": uses.deferred,
        "environment": any(each.environment for each in features),
        "exclusions": uses.exclusions,
        "filter_forms": uses.filter_forms,
        "inclusions": uses.inclusions,
        "orders": uses.orders,
        "owned": uses.owned,
        "extensions": bool(uses.extensions),
        "guards": uses.guards,
        "hardening": uses.principals,
        "listed_rules": uses.listed_rules,
        "lists": uses.lists,
        "long_decimals": uses.long_decimals,
        "link_filters": uses.link_filters,
        "nested_links": uses.nested_links,
        "composite_links": uses.composite_links or uses.composite_filters,
        "nested_one": uses.nested_one,
        "native_enums": uses.native,
        "normal": uses.normal,
        "pairs": uses.link_filters or (uses.nested_links and not uses.composite_links),
        "preparation": uses.preparation,
        "along": any(each.follows for each in features),
        "apart": uses.apart,
        "private": bool(uses.private),
        "ranges": uses.ranges,
        "restricting_links": uses.restricting_links,
        "sequences": uses.sequences,
        "sparse_fields": uses.sparse_fields,
        "scopes": uses.scopes,
        "statements": any(
            (uses.asked_totals, uses.inclusions, uses.owned, uses.sparse_fields)
        ),
        "through": uses.through,
        "trees": uses.trees,
        "worker": any(each.worker for each in features),
    }
    used = {name for name, wanted in core.items() if wanted}
    used |= {name for each in features for name in each.shares}
    return tuple(sorted(used | {each.name for each in features if each.part}))


def _climbs(table: Table) -> Iterator[int]:
    """Yield of how many columns each reference of a table to itself is."""
    for each in table.constraints:
        is_own = each.kind == "foreign_key" and each.target == table.name
        if is_own and not each.divides:
            yield len(each.columns)


def _gets_key(entity: Entity) -> bool:
    """True where a new row gets a key that is not a UUID."""
    given = {each.name for each in entity.properties if each.in_create}
    return any(
        part.name not in given and part.schema.type != "uuid" for part in entity.key
    )


def _in_bodies(entities: Iterable[Entity]) -> Iterator[Scalar]:
    return (each.type for each in _values_of(entities))


def _values_of(entities: Iterable[Entity]) -> Iterator[Schema]:
    return (
        each.schema
        for entity in entities
        for each in entity.properties
        if not each.is_internal
    )


def _is_ranged(value: Schema) -> bool:
    bounds = value.minimum, value.maximum
    return value.type in moments.EXAMPLES and bounds != (None, None)


def _in_parameters(entities: Iterable[Entity]) -> Iterator[Scalar]:
    for entity in entities:
        if any(each.query for each in entity.operations):
            yield "integer"  # how many rows a list shows at the most
        filters = (*entity.filters, *entity.related_filters)
        yield from (each.schema.type for each in filters)
        yield from (each.schema.type for each in entity.key)
        natural = {name for each in entity.operations for name in each.natural}
        yield from (e.schema.type for e in entity.properties if e.name in natural)


def _in_components(features: Iterable[Feature]) -> Iterator[Scalar]:
    """Yield what the parameters that capabilities add hold, unless it is a text."""
    for feature in features:
        for parameter in feature.components.parameters.values():
            if (kind := _JSON.get(parameter["schema"]["type"])) is not None:
                yield kind


def _made(tables: Iterable[Table]) -> Iterator[str]:
    """Yield the kinds of what the server fills columns with."""
    columns = (column for table in tables for column in table.columns)
    return (each.default.kind for each in columns if each.default is not None)
