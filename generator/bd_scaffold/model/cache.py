"""How long answers are kept, and what they hang on, from what the design says of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..language.design import Design
from ..language.sections import seconds
from ..record import replace
from .types import Entity, KeptAnswers


def with_kept_answers(design: Design, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return entities with how long answers with their rows are kept."""
    sealed = {each.name for each in entities if _shows_encrypted(each)}
    return tuple(
        (
            replace(each, cache=_kept(said, each, sealed))
            if (said := design.entities[each.name].cache)
            else each
        )
        for each in entities
    )


def _kept(said: str, entity: Entity, sealed: Collection[str]) -> KeptAnswers:
    related = bool(
        entity.inclusions
        or entity.owned
        or entity.related_filters
        or entity.related_sorts
        or entity.associations
    )
    # What related rows show is not looked at one by one.
    shows = bool(sealed) if related else entity.name in sealed
    arguments = [f"seconds={seconds(said)}"]
    arguments += ["related=True"] if related else []
    arguments += ["sealed=True"] if shows else []
    return KeptAnswers(said, ", ".join(arguments))


def _shows_encrypted(entity: Entity) -> bool:
    return any(each.encrypted and each.in_read for each in entity.properties)
