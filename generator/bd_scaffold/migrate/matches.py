"""What is what in the tables of two models."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ..model import matching
from ..model.carried import carried
from ..model.types import Model
from ..model.types import Table as ModelTable
from ..record import Record
from .operations import Values
from .schema import Schema, Table, schema_of


class Match(Record, frozen=True):
    """A table of the older model and what became of it."""

    old: Table
    new: Table
    columns: Mapping[str, str]  # those that stay: old → new


class Models(Record, frozen=True):
    """Two models, and the tables of each."""

    old: Model
    new: Model
    before: Schema
    after: Schema

    @classmethod
    def of(cls, old: Model, new: Model) -> Models:
        """Return two models with their tables."""
        return cls(old, new, schema_of(old), schema_of(new))


def matches_of(models: Models) -> list[Match]:
    """Return the tables that stay, in the newer order of creation."""
    found = [*_of_entities(models), *_of_copies(models)]
    found += [*_of_carried(models), *_of_neither(models)]
    order = {name: place for place, name in enumerate(models.after.by_name)}
    return sorted(found, key=lambda match: order[match.new.name])


def _of_entities(models: Models) -> Iterator[Match]:
    kept = matching.entities(models.old, models.new).kept
    same = {(one.name, other.name) for one, other in kept}
    for one, other in kept:
        yield _match(models, one.table, other.table)
        for link, its in matching.links(one, other).kept:
            if (link.target, its.target) in same:
                yield from _link(models, link.table, its.table)


def _match(models: Models, old: str, new: str) -> Match:
    columns = matching.columns(models.old.tables[old], models.new.tables[new])
    names = {a.name: b.name for a, b in columns.kept}
    # A column of the same name is the same one to the database, whatever field it was.
    come = {column.name for column in columns.added}
    names |= {each.name: each.name for each in columns.removed if each.name in come}
    return Match(models.before.by_name[old], models.after.by_name[new], names)


def _of_copies(models: Models) -> Iterator[Match]:
    """Yield the matches of tables with copies of rows: those of one entity's are the same."""
    then, now = (
        {(each.copies, each.called): name for name, each in model.tables.items()}
        for model in (models.old, models.new)
    )
    kept = matching.entities(models.old, models.new).kept
    today = {one.name: other.name for one, other in kept}
    for (entity, called), name in then.items():
        newer = now.get((today.get(entity, ""), called)) if entity else None
        if newer is not None:
            yield _match(models, name, newer)


def _link(models: Models, old: str, new: str) -> Iterator[Match]:
    """Yield the match of two tables of links, whose columns stand in the same order."""
    one, other = models.before.by_name[old], models.after.by_name[new]
    if len(one.key) == len(other.key):
        yield Match(one, other, dict(zip(one.key, other.key, strict=True)))


def _of_carried(models: Models) -> Iterator[Match]:
    """Yield the matches of tables of links with those of entities that have their rows."""
    before, after = models.before.by_name, models.after.by_name
    for each in carried(models.old, models.new):
        yield Match(before[each.old], after[each.new], each.columns)


def _of_neither(models: Models) -> Iterator[Match]:
    """Yield the matches of tables that no entity has: they keep their names."""
    for name, table in models.new.tables.items():
        older = models.old.tables.get(name)
        if older is not None and _is_of_neither(table) and _is_of_neither(older):
            yield _match(models, name, name)


def _is_of_neither(table: ModelTable) -> bool:
    return not (table.entity or table.copies)


def referring(tables: Collection[Table]) -> dict[tuple[str, str], str]:
    """Return the columns that refer to one with an enum's values, each with the enum."""
    held = {
        (table.name, each.columns[0]): each.enum
        for table in tables
        for each in table.constraints
        if each.enum
    }
    found: dict[tuple[str, str], str] = {}
    for table in tables:  # each after those that it refers to
        for key in (each for each in table.constraints if each.target):
            for own, other in zip(key.columns, key.target_columns, strict=True):
                there = key.target, other
                enum = found.get(there) or held.get(there)
                if enum and (table.name, own) not in held:
                    found[table.name, own] = enum
    return found


def renamed_values(old: Model, new: Model) -> dict[str, Values]:
    """Return the values that have other names now, by their enum."""
    return {
        other.name: tuple(
            (a.value, b.value)
            for a, b in matching.members(one, other).kept
            if a.value != b.value
        )
        for one, other in matching.enums(old, new).kept
    }
