"""The contract: an OpenAPI document built from the model, and the classes that follow from it."""

from __future__ import annotations

from ..model.types import EntityContract, Model
from ..record import replace
from . import dtos
from .reuse import contracts_alike, is_of_this_release
from .text import contract_texts, document, entity_texts

__all__ = ["attach", "document"]


def attach(model: Model, previous: Model | None = None) -> Model:
    """Return the model with its contract in it.

    What the same release made of `previous` is kept where the entity has not changed since.
    """
    older = previous if previous and is_of_this_release(previous) else None
    contracts = contracts_alike(model, older) if older else {}
    new = [entity for entity in model.entities if entity.name not in contracts]
    modules = dtos.modules(model, new)
    contracts |= {
        entity.name: EntityContract(*entity_texts(model, entity), dtos=module)
        for entity, module in zip(new, modules, strict=True)
    }
    texts = [text for each in contracts.values() for text in (each.paths, each.schemas)]
    return replace(
        model,
        entities=tuple(
            replace(entity, contract=contracts[entity.name])
            for entity in model.entities
        ),
        contract=contract_texts(model, texts),
    )
