"""What the names of an older model are called today, by what the newer one says they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import matching
from ..model.types import Model
from ..record import Record


class DeclaredRenames(Record, frozen=True):
    """Names of then and of now; a name that is not here has stayed, or is gone."""

    entities: Mapping[str, str]
    areas: Mapping[str, str]
    enums: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]  # by the enum's name of now
    fields: Mapping[str, Mapping[str, str]]  # by the entity's name of now
    columns: Mapping[str, Mapping[str, str]]  # the same, of their columns
    types: Mapping[str, str]  # of values with parts
    transitions: Mapping[str, Mapping[str, str]]  # by the entity's name of now

    def of_operation(self, written: str) -> str:
        """Return `Address.list` as it has to be written today."""
        entity, dot, operation = written.partition(".")
        now = self.entities.get(entity, entity)
        renamed = self.transitions.get(now, {})
        return f"{now}{dot}{renamed.get(operation, operation)}"

    def in_words(self, text: str) -> str:
        """Return `Volume of Address` as it reads today: the entity is its last word."""
        head, space, last = text.rpartition(" ")
        return f"{head}{space}{self.entities.get(last, last)}"


def renames_of(old: Model, new: Model) -> DeclaredRenames:
    """Return what has another name in the newer of two models."""
    enums, entities = matching.enums(old, new).kept, matching.entities(old, new).kept
    tables = [
        (newer.name, old.tables[older.table], new.tables[newer.table])
        for older, newer in entities
    ]
    links = {
        newer.name: matching.links(older, newer).kept
        for older, newer in entities
        if older.links
    }
    columns = {
        name: matching.columns(one, other).kept
        for name, one, other in tables
        if one.columns != other.columns or name in links
    }
    return DeclaredRenames(
        transitions={
            newer.name: _changed(
                (one.name, other.name)
                for one, other in matching.matched(
                    older.transitions, newer.transitions, lambda each: each.name
                ).kept
            )
            for older, newer in entities
            if newer.transitions
        },
        types=_changed(
            (older.name, newer.name) for older, newer in matching.types(old, new).kept
        ),
        entities=_changed((older.name, newer.name) for older, newer in entities)
        | _changed((older.class_name, newer.class_name) for older, newer in entities),
        areas=_changed(
            (older.name, newer.name) for older, newer in matching.areas(old, new).kept
        ),
        enums=_changed((older.name, newer.name) for older, newer in enums),
        values={
            newer.name: _changed(
                (one.value, other.value)
                for one, other in matching.members(older, newer).kept
            )
            for older, newer in enums
        },
        fields={
            name: _changed((one.field, other.field) for one, other in kept)
            | _changed((one.field, other.field) for one, other in links.get(name, ()))
            for name, kept in columns.items()
        },
        columns={
            name: _changed((one.name, other.name) for one, other in kept)
            for name, kept in columns.items()
        },
    )


def _changed(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {old: new for old, new in names if old != new}
