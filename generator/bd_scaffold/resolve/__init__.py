"""From a design to what its names stand for; mistakes in it are no obstacle.

A name that leads nowhere leads to nothing here, so that the rules can check what is resolved
and the model be built from the same: each name is derived once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import names
from ..features import FEATURES, classes_of
from ..features.feature import Usage
from ..language.fields import FLAGS
from ..language.volume import rows
from ..record import replace
from .composites import spread
from .enums import shared_enums
from .fields import fields_of, parts_of_types, referred_fields
from .lists import order_of, parameters_of
from .naming import name_entities
from .nested_links import link_parameters, nested_links
from .paging import Paging, paging_of
from .related import with_related
from .relations import inverse_of, link_of
from .resolved import Resolved, ResolvedEntity
from .slots import Resolver, dividing_key
from .through import associations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..features.feature import Feature
    from ..language.design import Design, Entity
    from .composites import Composite
    from .custom import CustomOperation
    from .fields import Field
    from .jobs import ResolvedJob
    from .naming import EntityNames

__all__ = ["Resolved", "ResolvedEntity", "resolve"]

_LARGE = 1_000_000
"""From how many rows on a list by page numbers is too slow to be the default."""


def resolve(design: Design, features: tuple[Feature, ...] = FEATURES) -> Resolved:
    """Return a design with everything that its names stand for."""
    features = tuple(each for each in features if each.wanted(design))
    taken = classes_of(features)
    own = name_entities(design, taken)
    shared = shared_enums(design, taken)
    design, composites = spread(design)
    fields = {
        name: fields_of(design, name, shared, taken, composites.get(name, ()))
        for name in design.entities
    }
    resolver = Resolver(design, fields)
    referred = referred_fields(fields)
    entities = {
        name: _entity(
            resolver,
            own,
            name,
            features,
            referred.get(name, frozenset()),
            composites.get(name, ()),
        )
        for name in design.entities
    }
    entities = {name: _in_part(each, entities) for name, each in entities.items()}
    entities = {name: with_related(each, entities) for name, each in entities.items()}
    if design.security is not None:
        from .access import with_access  # a design without rules needs none of it

        entities = with_access(design, entities)
    custom: tuple[CustomOperation, ...] = ()
    if design.operations:
        from .custom_access import (
            resolved_custom,  # a design without any needs none of it
        )

        entities, custom = resolved_custom(design, own, entities, shared)
    jobs: tuple[ResolvedJob, ...] = ()
    if design.jobs:
        from .jobs import jobs_of  # the same

        jobs = jobs_of(design, features, shared)
    every = (field for each in entities.values() for field in each.fields.values())
    alone = [field for field in every if field.part is None]
    defers = any(each.source.deferred for each in alone)
    parts = parts_of_types(design, shared)
    given = (f for each in custom for side in each.fields.values() for f in side)
    queued = (field for each in jobs for field in each.fields)
    listed = (*alone, *parts, *given, *queued)
    return Resolved(design, shared, entities, features, listed, defers, custom, jobs)


def _entity(
    resolver: Resolver,
    own: Mapping[str, EntityNames],
    name: str,
    known: tuple[Feature, ...],
    referred: frozenset[str],
    composites: tuple[Composite, ...],
) -> ResolvedEntity:
    written, fields = resolver.design.entities[name], resolver.fields[name]
    volume = _volume(resolver.design, name)
    paging = _paging(resolver.design, name, volume)
    usage = _usage(resolver.design, written, fields, paging)
    features = tuple(
        each.form(usage) if each.form else each for each in known if each.used_by(usage)
    )
    slots = resolver.slots(name, features)
    return ResolvedEntity(
        name=name,
        written=written,
        names=own[name],
        fields=fields,
        features=features,
        usage=usage,
        key=tuple(slot for slot in slots if slot.key),
        slots=slots,
        links=tuple(
            link_of(each, own[name], resolver.key(name), resolver.key(each.source.type))
            for each in fields.values()
            if each.kind == "link"
        ),
        inverses=tuple(
            inverse_of(each) for each in fields.values() if each.kind == "inverse"
        ),
        nested_links=tuple(nested_links(resolver, own, fields)),
        referred=referred,
        parameters=parameters_of(slots),
        order=order_of(written.order, slots),
        link_parameters=tuple(link_parameters(resolver, fields)),
        volume=volume,
        paging=paging,
        composites=composites,
        associations=tuple(associations(resolver, fields)),
    )


def _in_part(
    entity: ResolvedEntity, entities: Mapping[str, ResolvedEntity]
) -> ResolvedEntity:
    """Return an entity that knows which of its references carry its part."""
    led = {slot.references for slot in entity.slots} & entities.keys()
    keyed = {name for name in led if name and dividing_key(entities[name].slots)}
    return replace(entity, in_part=frozenset(keyed)) if keyed else entity


def _usage(
    design: Design,
    entity: Entity,
    fields: Mapping[str, Field],
    paging: Paging,
) -> Usage:
    in_order = dict.fromkeys((*entity.key_fields, *fields))
    return Usage(
        design=design,
        written=entity,
        language=_language(design, entity),
        pagination=paging.by,
        backwards=paging.backwards,
        totals=paging.totals,
        kinds=frozenset(
            each.kind for each in fields.values() if not each.source.nested
        ),
        modifiers={
            flag: tuple(
                names.safe_attribute(name)
                for name in in_order
                if name in fields and getattr(fields[name].source, flag)
            )
            for flag in FLAGS
        },
    )


def _language(design: Design, entity: Entity) -> str:
    """Return the language of the words that lists are searched for, if it is for words."""
    said = entity.search or design.api.search
    return "" if said == "parts" else said


def _volume(design: Design, name: str) -> int | None:
    volume = design.requirements.quality.volume.get(name)
    return rows(volume.rows) if volume else None


def _paging(design: Design, name: str, volume: int | None) -> Paging:
    """Return how an entity is listed: as the design says, or by its size."""
    said = design.entities[name].pagination
    large = volume is not None and volume >= _LARGE
    if said is None and large and design.api.pagination.by == "page":
        return Paging("cursor")
    return paging_of(said or design.api.pagination)
