"""`timestamps`: when a row was created and when it last changed; on unless switched off."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Entity
from ..language.finding import Finding
from ..language.trait import Trait
from ..record import replace
from .feature import Cost, Feature, Repository, Usage
from .tables import Column

_MODULE = "core.db.stamps"


_WORDS = ("timestamps", "no_timestamps", "created_at", "updated_at")
_ALONE = {"created_at", "updated_at"}


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """An entity says once which timestamps it has."""
    said = [each for each in _WORDS if each in entity.traits]
    path = ("entities", name, "traits")
    if set(said) == _ALONE:
        message = "created_at and updated_at together are the timestamps."
        yield Finding(path, "BD422", message, "Leave both out: they are on by default.")
    elif len(said) > 1:
        message = f"{said[0]} and {said[1]} exclude each other."
        yield Finding(path, "BD422", message, "Keep one of them.")


def _form(usage: Usage) -> Feature:
    """Return the timestamps that an entity has: one where it asks for that one alone."""
    alone = _ALONE & set(usage.written.traits)
    return _FORMS.get(next(iter(alone)), FEATURE) if len(alone) == 1 else FEATURE


_CREATED = Column("created_at", "datetime", filter=True, sort=True, on_insert="now")
_UPDATED = Column("updated_at", "datetime", on_insert="now", on_update="now")

FEATURE = Feature(
    name="timestamps",
    said="traits: [timestamps]",
    summary="Rows say when they were created and last changed; on by default.",
    used_by=lambda usage: "no_timestamps" not in usage.written.traits,
    form=_form,
    traits=(
        Trait("timestamps", "says when a row was created and when it last changed"),
        Trait("created_at", "says only when a row was created"),
        Trait("updated_at", "says only when a row last changed"),
        Trait("no_timestamps", "leaves out the timestamps, which are on otherwise"),
    ),
    rule=_rule,
    classes=("CHANGED", "CREATED"),
    columns=(_CREATED, _UPDATED),
    repository=Repository(
        uses=((_MODULE, "CHANGED"), (_MODULE, "CREATED")),
        insert_stamps=("CREATED",),
        update_stamps=("CHANGED",),
    ),
    removal=Cost(loses_data=True, breaks_clients=True),
    part=False,
)

_FORMS = {
    "created_at": replace(
        FEATURE,
        columns=(_CREATED,),
        repository=Repository(present=("created_at",)),
    ),
    "updated_at": replace(
        FEATURE,
        columns=(_UPDATED,),
        repository=Repository(
            uses=((_MODULE, "CHANGED"),),
            insert_stamps=("CHANGED",),
            update_stamps=("CHANGED",),
        ),
    ),
}
"""What the timestamps are where there is one of them."""
