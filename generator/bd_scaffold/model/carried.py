"""Links whose rows an entity has now, or had before: `Tag[]` that became `through(Tagging)`.

The field says it: a list of keys that is read through a new entity in the newer model leaves its
rows to that one, and a relation through an entity that is gone leaves them to the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..record import Record
from .matching import entities, links
from .types import Association, Entity, Link, Model, Table


class Carried(Record, frozen=True):
    """A table of links and that of an entity, of which the newer has the rows of the older."""

    owner: str  # the entity that has the link, as the older model calls it: "Article"
    field: str  # there, as the older model calls it: "tags"
    today: str  # as the newer one calls it
    entity: str  # whose rows they are or were: "Tagging"
    old: str  # the table in the older model
    new: str  # and in the newer one
    columns: Mapping[str, str]  # that hold the keys: older → newer
    forth: bool  # the entity is in the newer model, and not in the older one


def carried(old: Model, new: Model) -> tuple[Carried, ...]:
    """Return the links of which an entity takes or leaves the rows, each table once."""
    found: dict[str, Carried] = {}
    for each in _carried(old, new):
        if each.old not in found and all(each.new != o.new for o in found.values()):
            found[each.old] = each
    return tuple(found.values())


def _carried(old: Model, new: Model) -> Iterator[Carried]:
    matched = entities(old, new)
    if not any(each.links for model in (old, new) for each in model.entities):
        return
    same = {(one.name, other.name) for one, other in matched.kept}
    come = {each.name: each for each in matched.added}
    gone = {each.name: each for each in matched.removed}
    for one, other in matched.kept:
        kept = links(one, other)
        for link in kept.removed:
            for each in other.associations:
                through = come.get(each.through.entity)
                alike = link.field in (each.field, each.was)
                if through and alike and (link.target, each.target) in same:
                    yield from _forth(old, new, one, link, each, through)
        for link in kept.added:
            for each in one.associations:
                through = gone.get(each.through.entity)
                alike = each.field in (link.field, link.was)
                if through and alike and (each.target, link.target) in same:
                    yield from _back(old, new, one, link, each, through)


def _forth(
    old: Model, new: Model, owner: Entity, link: Link, each: Association, entity: Entity
) -> Iterator[Carried]:
    pairs = _pairs(old.tables[link.table], new.tables[entity.table], each)
    if pairs:
        yield Carried(
            owner=owner.name,
            field=link.field,
            today=each.field,
            entity=entity.name,
            old=link.table,
            new=entity.table,
            columns=pairs,
            forth=True,
        )


def _back(
    old: Model, new: Model, owner: Entity, link: Link, each: Association, entity: Entity
) -> Iterator[Carried]:
    pairs = _pairs(new.tables[link.table], old.tables[entity.table], each)
    if pairs:
        yield Carried(
            owner=owner.name,
            field=each.field,
            today=link.field,
            entity=entity.name,
            old=entity.table,
            new=link.table,
            columns={there: here for here, there in pairs.items()},
            forth=False,
        )


def _pairs(links_: Table, rows: Table, each: Association) -> dict[str, str]:
    """Return the columns of a table of links, by those of an entity's that hold the same."""
    near, far = (
        [column.name for column in rows.columns if column.field == end]
        for end in each.ends
    )
    here = [column.name for column in links_.columns]
    there = [*near, *far]
    return dict(zip(here, there, strict=True)) if len(here) == len(there) else {}
