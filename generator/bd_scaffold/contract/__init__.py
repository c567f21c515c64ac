"""The contract: an OpenAPI document built from the model, and the classes that follow from it."""

from __future__ import annotations

from dataclasses import replace

from ..model.types import EntityContract, Model
from . import dtos
from .reuse import modules_alike
from .text import contract_texts, document, entity_texts

__all__ = ["attach", "document"]


def attach(model: Model, previous: Model | None = None) -> Model:
    """Return the model with its contract in it.

    What the same release made of `previous` is kept where the entity has not changed since.
    """
    modules = modules_alike(model, previous) if previous else {}
    new = [entity for entity in model.entities if entity.name not in modules]
    made = dtos.modules(model, new)
    modules |= {entity.name: module for entity, module in zip(new, made, strict=True)}
    texts = {entity.name: entity_texts(model, entity) for entity in model.entities}
    return replace(
        model,
        entities=tuple(
            replace(
                entity,
                contract=EntityContract(*texts[entity.name], dtos=modules[entity.name]),
            )
            for entity in model.entities
        ),
        contract=contract_texts(
            model, [each for pair in texts.values() for each in pair]
        ),
    )
