"""Who may call the operations of the design's own: what they say, or what holds without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..language.design import Design
from ..language.security import AccessOperation
from ..record import replace
from .access import Words
from .access_rules import Rule
from .custom import CustomOperation, custom_operations
from .endpoints import item_path
from .naming import EntityNames
from .types import Enum

if TYPE_CHECKING:
    from .resolved import ResolvedEntity

Entities = Mapping[str, "ResolvedEntity"]


def resolved_custom(
    design: Design,
    own: Mapping[str, EntityNames],
    entities: Entities,
    shared: Mapping[str, Enum],
) -> tuple[dict[str, ResolvedEntity], tuple[CustomOperation, ...]]:
    """Return the operations of the design's own, and entities that know who may call theirs."""
    paths = {name: item_path(each.names, each.key) for name, each in entities.items()}
    found = custom_operations(design, own, paths, shared)
    if design.security is None:
        return dict(entities), found
    ruled = tuple(replace(each, rule=_rule(design, entities, each)) for each in found)
    return {
        name: _with_rules(entity, ruled) for name, entity in entities.items()
    }, ruled


def _with_rules(
    entity: ResolvedEntity, found: tuple[CustomOperation, ...]
) -> ResolvedEntity:
    rules = {e.name: e.rule for e in found if e.owner.name == entity.name}
    if entity.access is None or not rules:
        return entity
    return replace(entity, access=replace(entity.access, custom=rules))


def _rule(design: Design, entities: Entities, each: CustomOperation) -> Rule | None:
    """Return who may call an operation; None for nobody."""
    security, said = design.security, each.written.access
    entity = entities.get(each.owner.name)
    roles = frozenset(security.roles) if security is not None else frozenset()
    reader = Words(entities, entity if each.is_of_row else None, roles)
    if said is not None:
        return reader.rule(said, said.tree, (*each.place, "access"))
    if entity is not None and entity.access is not None:
        found = entity.access.rules[default_action(each)]
        if found is None or each.is_of_row:
            return found
        return reader.rule(found.written, found.written.tree, found.place)
    word = "read" if each.reads else "write"
    default = getattr(security.defaults, word) if security is not None else None
    place = ("security", "defaults", word)
    return None if default is None else reader.rule(default, default.tree, place)


def default_action(each: CustomOperation) -> AccessOperation:
    """Return the operation of every entity whose rule holds where one's own says nothing."""
    if each.is_of_row:
        return "get" if each.reads else "update"
    return "list" if each.reads else "create"
