"""The contract: an OpenAPI document built from the model, and the classes that follow from it."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.types import EntityContract, Model
from ..record import replace
from ..resolve.outbound import OtherContract
from . import dtos
from .asyncapi import events_text
from .own import NOTHING, OwnContract, mistakes_of, own_contract
from .reuse import contracts_alike, is_of_this_release
from .text import contract_texts, document, entity_texts, generated
from .versions import attached

__all__ = [
    "NOTHING",
    "OwnContract",
    "attach",
    "document",
    "generated",
    "mistakes_of",
    "own_contract",
]


_NONE: Mapping[str, OtherContract] = {}


def attach(
    model: Model,
    previous: Model | None = None,
    own: OwnContract = NOTHING,
    others: Mapping[str, OtherContract] = _NONE,
) -> Model:
    """Return the model with its contract in it, to which a team may add some of its own.

    Beside it are the clients of `others`, by their contracts.

    What the same release made of `previous` is kept where the entity has not changed since.
    """
    older = previous if previous and is_of_this_release(previous) else None
    if model.dependencies:
        from .outbound.attaching import attached as with_clients  # few designs need it

        model = with_clients(model, others, older)
    added = own.document
    contracts = contracts_alike(model, older, added) if older else {}
    new = [entity for entity in model.entities if entity.name not in contracts]
    modules = dtos.modules(model, new)
    contracts |= {
        entity.name: EntityContract(*entity_texts(model, entity, added), dtos=module)
        for entity, module in zip(new, modules, strict=True)
    }
    custom = zip(model.custom, dtos.custom_modules(model), strict=True)
    texts = [text for each in contracts.values() for text in (each.paths, each.schemas)]
    jobs = replace(model.jobs, dtos=dtos.jobs_module(model)) if model.jobs else None
    return replace(
        attached(model),
        jobs=jobs,
        entities=tuple(
            replace(entity, contract=contracts[entity.name])
            for entity in model.entities
        ),
        custom=tuple(replace(group, dtos=module) for group, module in custom),
        contract=replace(
            contract_texts(model, texts, added),
            types=dtos.types_module(model),
            events=events_text(model),
        ),
    )
