"""What an older version calls the values of other rows that its lists are asked for by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..model.types import Entity, Filter, OlderEntity, Relationship, Sort
from ..record import replace


def renamed(each: Filter, now: str, then: str) -> Filter:
    """Return a filter as it was called: `min_stock`, of what is `on_hand` today."""
    word = re.compile(rf"(?<![a-z0-9]){re.escape(now)}(?![a-z0-9])")
    return replace(
        each,
        name=word.sub(then, each.name),
        description=word.sub(then, each.description),
    )


class RelatedThen:
    """The names of then: `writer_name`, of what is `author_nick` today."""

    def __init__(
        self, entities: Iterable[Entity], known: Mapping[str, OlderEntity]
    ) -> None:
        self._entities = {each.name: each for each in entities}
        self._known = known

    def filters(self, entity: Entity) -> Iterator[Filter]:
        """Yield the filters that a version has, by its names."""
        for each in entity.related_filters:
            found = self._names(entity, each.relation, each.column)
            if found is not None:
                yield renamed(each, *found)

    def sorts(self, entity: Entity) -> Iterator[Sort]:
        """Yield what its lists can be ordered by, by its names."""
        for each in entity.related_sorts:
            found = self._names(entity, each.relation, each.attribute)
            if found is not None:
                yield replace(each, name=found[1])

    def _names(
        self, entity: Entity, relation: str, column: str
    ) -> tuple[str, str] | None:
        """Return the name of now and that of then; None where either part has come since."""
        leads = next(e for e in entity.relationships if e.attribute == relation)
        target = self._entities[leads.target]
        there = next(e.name for e in target.properties if e.attribute == column)
        far = self._known.get(target.name)
        field = self._field(entity, leads)
        if field is None or (far is not None and there in far.since):
            return None
        name = far.properties.get(there, there) if far is not None else there
        return f"{leads.field}_{there}", f"{field}_{name}"

    def _field(self, entity: Entity, leads: Relationship) -> str | None:
        """Return what a relation was called: what its key was called, without what follows."""
        older = self._known.get(entity.name)
        if older is None:
            return leads.field
        start = f"{leads.field}_"
        for each in entity.properties:
            if each.references == leads.target and each.name.startswith(start):
                if each.name in older.since:
                    return None
                end = each.name.removeprefix(leads.field)
                return older.properties.get(each.name, each.name).removesuffix(end)
        return older.properties.get(leads.field, leads.field)
