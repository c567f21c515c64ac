"""What is called otherwise: only words for a change, which breaks clients all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ...model import matching
from ...model.types import CustomOperation, Entity, Filter, Model, Owned

Names = Mapping[str, str]
"""New names by the old ones."""


@dataclass(frozen=True, slots=True)
class ContractRenames:
    """What has another name in the new document; everything else is matched by its name."""

    prefix: tuple[str, str] = ("", "")  # of all paths, then and now
    schemas: Names = field(default_factory=dict)
    paths: Names = field(default_factory=dict)  # without the prefix
    properties: Mapping[str, Names] = field(default_factory=dict)  # by new entity
    parameters: Mapping[str, Names] = field(default_factory=dict)  # by new entity
    values: Mapping[str, Names] = field(default_factory=dict)  # by new enum
    own: Names = field(default_factory=dict)  # operations of the design's own, by id
    moves: Names = field(default_factory=dict)  # transitions, by the same
    bodies: Names = field(default_factory=dict)  # the same, by schema; or an entity
    versions: tuple[Sequence[str], Sequence[str]] = ((), ())
    """The versions that are served, then and now; of one alone nothing has to be said."""


def renames(old: Model, new: Model) -> ContractRenames:
    """Return what the newer design says that it calls otherwise."""
    entities = matching.entities(old, new).kept
    enums = matching.enums(old, new).kept
    attributes = {
        now.name: dict(_attributes(old, new, was, now)) for was, now in entities
    }
    return ContractRenames(
        prefix=(old.api.prefix, new.api.prefix),
        schemas={
            **dict(_others((was.name, now.name) for was, now in enums)),
            **dict(_others((a.name, b.name) for a, b in matching.types(old, new).kept)),
            **dict(_others(each for pair in entities for each in _schemas(*pair))),
            **dict(_others(_custom_schemas(old, new))),
        },
        paths=dict(_others(chain(_paths(old, new), _custom_paths(old, new)))),
        own={
            operation.id: each.full_name
            for each in _custom(old, new)
            for operation in (each.operation, each.outcome)
            if operation is not None
        },
        moves=dict(_moves(old, new)),
        bodies={
            f"{matching.stem(each)}{end}": each.full_name
            for each in _custom(old, new)
            for end in _ENDS
        }
        | {
            owner.item: each.name
            for each in (*old.entities, *new.entities)
            for owner in each.owners
        },
        properties={
            now.name: {
                **dict(_others(_properties(was, now, attributes[now.name]))),
                **dict(_others((a.name, b.name) for a, b in _owned(was, now))),
                **dict(
                    _others(
                        (one.name, other.name)
                        for one, other in matching.wholes((old, new), (was, now))
                    )
                ),
            }
            for was, now in entities
        }
        | _parts(old, new),
        parameters={
            now.name: dict(_others(_parameters(was, now, attributes[now.name])))
            for was, now in entities
        },
        values={
            now.name: dict(
                _others((w.value, n.value) for w, n in matching.members(was, now).kept)
            )
            for was, now in enums
        },
    )


_ENDS = ("Input", "Output")


def _custom(*models: Model) -> Iterator[CustomOperation]:
    """Yield the operations of designs' own, those of the newer one last."""
    yield from (
        e for model in models for group in model.custom for e in group.operations
    )


def _moves(*models: Model) -> Iterator[tuple[str, str]]:
    """Yield what transitions are called, by the ids of their operations."""
    for entity in (each for model in models for each in model.entities):
        names = {each.name for each in entity.transitions}
        for operation in entity.operations:
            if operation.name in names:
                yield operation.id, f"{entity.name}.{operation.name}"


def _custom_schemas(old: Model, new: Model) -> Iterator[tuple[str, str]]:
    for was, now in matching.custom(old, new).kept:
        for end in _ENDS:
            yield f"{matching.stem(was)}{end}", f"{matching.stem(now)}{end}"


def _custom_paths(old: Model, new: Model) -> Iterator[tuple[str, str]]:
    for was, now in matching.custom(old, new).kept:
        yield was.operation.http.path, now.operation.http.path
        if was.outcome is not None and now.outcome is not None:
            yield was.outcome.http.path, now.outcome.http.path


def _others(names: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield those pairs of names that are not the same twice."""
    return (each for each in names if each[0] != each[1])


_BODIES = (
    *("", "Create", "Replace", "Update", "ListItem", "Page"),
    *("WithRelated", "ListItemWithRelated", "Fields", "FieldsWithRelated"),
)


def _schemas(was: Entity, now: Entity) -> Iterator[tuple[str, str]]:
    for body in _BODIES:
        yield f"{was.name}{body}", f"{now.name}{body}"
    yield from ((one.item, other.item) for one, other in _owned(was, now))


def _owned(was: Entity, now: Entity) -> Iterator[tuple[Owned, Owned]]:
    """Yield the rows inside of an entity's own, as they were called and as they are."""
    before = {each.name: each for each in was.owned}
    for each in now.owned:
        older = before.get(each.was) or before.get(each.name)
        if older is not None:
            yield older, each


def _paths(old: Model, new: Model) -> Iterator[tuple[str, str]]:
    """Yield the paths of entities, and those of lists under them."""
    names = {was.name: now.name for was, now in matching.entities(old, new).kept}
    for was, now in matching.entities(old, new).kept:
        yield was.path, now.path
        yield was.item_path, now.item_path
        lists = {(each.parent, each.name): each.path for each in now.nested}
        for nested in was.nested:
            parent = names.get(nested.parent, "")
            yield nested.path, lists.get((parent, nested.name), nested.path)


def _attributes(
    old: Model, new: Model, was: Entity, now: Entity
) -> Iterator[tuple[str, str]]:
    """Yield the attribute, then and now, of each column and each set of keys."""
    columns = matching.columns(old.tables[was.table], new.tables[now.table])
    yield from ((w.attribute, n.attribute) for w, n in columns.kept)
    links = matching.links(was, now)
    yield from ((w.attribute, n.attribute) for w, n in links.kept)
    yield from ((w.relationship, n.relationship) for w, n in links.kept)


def _properties(
    was: Entity, now: Entity, attributes: Names
) -> Iterator[tuple[str, str]]:
    names = {each.attribute: each.name for each in now.properties}
    for each in was.properties:
        yield each.name, names.get(attributes.get(each.attribute, ""), each.name)


def _parts(old: Model, new: Model) -> dict[str, Names]:
    """Return the parts that a value type calls otherwise now, by the type's name."""
    found: dict[str, dict[str, str]] = {}
    for pair in matching.entities(old, new).kept:
        for one, other in matching.wholes((old, new), pair):
            if one.part != other.part:
                found.setdefault(other.type, {})[one.part] = other.part
    return dict(found)


def _parameters(
    was: Entity, now: Entity, attributes: Names
) -> Iterator[tuple[str, str]]:
    names = {(each.column, _compared(each)): each.name for each in now.filters}
    for each in was.filters:
        key = (attributes.get(each.column, ""), _compared(each))
        yield each.name, names.get(key, each.name)


def _compared(each: Filter) -> str:
    """Return how a column is compared, by one value or by several of them."""
    return "eq" if each.operator == "in" else each.operator
