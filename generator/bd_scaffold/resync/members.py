"""What the attributes of generated classes are called now, and which are gone.

A class is known by the name that it had, as people's code writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model import matching
from ..model.types import Entity, Model
from ..record import Record

_BODIES = (
    *("Read", "Create", "Replace", "Update", "ListItem"),
    *("WithRelated", "ListItemWithRelated", "Fields", "FieldsWithRelated"),
)
_HANDLERS = ("Service", "ServiceDep", "ReadingDep", "Repository")


_Attribute = tuple[str, str, str]
"""What it was called, what it is called now, and the design's field that it came from."""


class Class(Record, frozen=True):
    """The attributes of one generated class, by the names that they had."""

    entity: str  # its name before
    names: frozenset[str]  # all of them
    renamed: Mapping[str, str]  # what some are called now
    removed: Mapping[str, str]  # those that are gone, and the design's field of each
    words: frozenset[str]  # what code that is about the entity calls it


class Members(Record, frozen=True):
    """The generated classes of a project."""

    classes: Mapping[str, Class]
    handlers: Mapping[str, str]  # the mapped class of each service and each repository
    package: str  # that holds them

    def __bool__(self) -> bool:
        return any(each.renamed or each.removed for each in self.classes.values())

    @property
    def removed(self) -> Mapping[str, frozenset[str]]:
        """The fields that are gone, as `Item.note`, by the attributes that they had."""
        found: dict[str, set[str]] = {}
        for each in self.classes.values():
            for attribute, field in each.removed.items():
                found.setdefault(attribute, set()).add(f"{each.entity}.{field}")
        return {attribute: frozenset(fields) for attribute, fields in found.items()}


NOTHING = Members({}, {}, "")


def members(old: Model, new: Model) -> Members:
    """Return what the attributes of generated classes are called now."""
    classes: dict[str, Class] = {}
    handlers: dict[str, str] = {}
    for was, now in matching.entities(old, new).kept:
        classes |= _classes(was, list(_pairs(old, new, (was, now))))
        handlers |= dict.fromkeys(_handlers(was), was.class_name)
    return Members(classes, handlers, old.project.package)


def _handlers(entity: Entity) -> list[str]:
    return [f"{entity.name}{each}" for each in _HANDLERS]


def _classes(was: Entity, attributes: Iterable[_Attribute]) -> dict[str, Class]:
    """Return the mapped class and the bodies of an entity, by the names that they had."""
    mapped = {old: (new, field) for old, new, field in attributes}
    shown = {
        each.part.attribute if each.part else each.attribute for each in was.properties
    }
    body = _class(was, {a: said for a, said in mapped.items() if a in shown})
    bodies = {f"{was.name}{suffix}": body for suffix in _BODIES}
    return {was.class_name: _class(was, mapped), **bodies}


def _class(entity: Entity, said: Mapping[str, tuple[str, str]]) -> Class:
    return Class(
        entity.name,
        frozenset(said),
        {old: new for old, (new, _) in said.items() if new and new != old},
        {old: field for old, (new, field) in said.items() if not new and field},
        frozenset((entity.singular, entity.plural, *_handlers(entity))),
    )


def _pairs(old: Model, new: Model, pair: tuple[Entity, Entity]) -> Iterator[_Attribute]:
    """Yield each attribute of a mapped class; what is gone is called nothing now."""
    was, now = pair
    columns = matching.columns(old.tables[was.table], new.tables[now.table])
    links = matching.links(was, now)
    fields = {a.field: b.field for a, b in columns.kept}
    fields |= {c.field: d.field for c, d in links.kept}
    for a, b in columns.kept:
        yield a.attribute, b.attribute, a.field
    for column in columns.removed:
        yield column.attribute, "", column.field
    kept = {
        part.attribute: (part_now.attribute, part.name)
        for part, part_now in matching.wholes((old, new), pair)
    }
    for each in was.properties:
        if each.part is not None:
            whole = each.part
            there, field = kept.get(whole.attribute, ("", whole.name))
            yield whole.attribute, there, field
    for c, d in links.kept:
        yield c.attribute, d.attribute, c.field
    for link in links.removed:
        yield link.attribute, "", link.field
    today = {other.field: other.attribute for other in now.relationships}
    lists = {other.was: other.attribute for other in now.relationships if other.was}
    for other in was.relationships:
        here = today.get(fields.get(other.field, other.field))
        yield other.attribute, here or lists.get(other.field, ""), other.field
