"""Which modules of an earlier model are still right, since generating them is what costs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..model.types import Entity, Model


def modules_alike(model: Model, previous: Model) -> dict[str, str]:
    """Return the modules of those entities of which nothing has changed, by their names."""
    before = {
        entity.name: (_causes(previous, entity), entity.contract.dtos)
        for entity in previous.entities
        if entity.contract is not None
    }
    return {
        entity.name: before[entity.name][1]
        for entity in model.entities
        if entity.name in before and before[entity.name][0] == _causes(model, entity)
    }


def _causes(model: Model, entity: Entity) -> tuple[Any, ...]:
    """Return everything that an entity's module is made from."""
    used = {each.schema.enum for each in entity.properties}
    used |= {each.schema.enum for each in entity.filters}
    return (
        model.project.package,
        model.api,
        replace(entity, contract=None),
        [enum for enum in model.enums if enum.name in used],
        is_parent(model, entity),
    )


def is_parent(model: Model, entity: Entity) -> bool:
    """Tell whether a list of other entities stands under an entity's path."""
    nested = (each for other in model.entities for each in other.nested)
    return any(each.parent == entity.name for each in nested)
