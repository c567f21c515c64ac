"""What of an earlier model's contract is still right, since making it is what costs."""

from __future__ import annotations

from typing import Any

from bd_scaffold import __version__

from ..model.types import Entity, EntityContract, Model
from ..record import replace
from .nodes import Node
from .text import entity_texts


def is_of_this_release(model: Model) -> bool:
    """Tell whether this release wrote a model's contract: another one uses other words."""
    return model.contract is not None and model.contract.release == __version__


def contracts_alike(
    model: Model, previous: Model, own: Node
) -> dict[str, EntityContract]:
    """Return the contracts of those entities of which nothing has changed, by their names.

    `own` is what a team adds to the newer one.
    """
    now, before = _causes(model), _causes(previous)
    kept = {
        entity.name: entity.contract
        for entity in previous.entities
        if entity.contract is not None and now.get(entity.name) == before[entity.name]
    }
    if previous.contract and (previous.contract.own or {}) == own:
        return kept
    return {
        each.name: EntityContract(
            *entity_texts(model, each, own), dtos=kept[each.name].dtos
        )
        for each in model.entities
        if each.name in kept
    }


def _causes(model: Model) -> dict[str, tuple[Any, ...]]:
    """Return for each entity everything that its contract is made from."""
    enums = {enum.name: enum for enum in model.enums}
    keys = {entity.name: (entity.label, entity.key) for entity in model.entities}
    parents = {each.parent for entity in model.entities for each in entity.nested}
    parents |= {
        each.target for entity in model.entities for each in entity.nested_links
    }
    return {
        entity.name: (
            model.project.package,
            model.api,
            model.components,
            replace(entity, contract=None),
            [enums[name] for name in _used_enums(entity)],
            [keys[each.parent] for each in entity.nested],
            entity.name in parents,
        )
        for entity in model.entities
    }


def _used_enums(entity: Entity) -> list[str]:
    shown = (each for each in entity.properties if not each.is_internal)
    schemas = [each.schema for each in shown]
    schemas += [each.schema for each in (*entity.filters, *entity.related_filters)]
    return sorted({each.enum for each in schemas if each.enum is not None})


def is_parent(model: Model, entity: Entity) -> bool:
    """Tell whether a list of other entities stands under an entity's path."""
    nested = (each for other in model.entities for each in other.nested)
    links = (each for other in model.entities for each in other.nested_links)
    parents = (each.parent == entity.name for each in nested)
    return any(parents) or any(each.target == entity.name for each in links)
