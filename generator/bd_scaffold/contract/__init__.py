"""The contract: an OpenAPI document built from the model, and the classes that follow from it."""

from __future__ import annotations

from dataclasses import replace

from ..model.types import EntityContract, Model
from . import dtos
from .text import contract_texts, document, entity_texts

__all__ = ["attach", "document"]


def attach(model: Model, previous: Model | None = None) -> Model:
    """Return the model with its contract in it; what `previous` has alike is not made again."""
    texts = [entity_texts(model, entity) for entity in model.entities]
    contract = contract_texts(model, [text for pair in texts for text in pair])
    modules = dtos.modules(model, model.entities)
    entities = tuple(
        replace(entity, contract=EntityContract(paths, schemas, module))
        for entity, (paths, schemas), module in zip(
            model.entities, texts, modules, strict=True
        )
    )
    return replace(model, entities=entities, contract=contract)
