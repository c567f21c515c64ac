"""`timestamps`: when a row was created and when it last changed; on unless switched off."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Entity
from ..language.finding import Finding
from ..language.trait import Trait
from .feature import Column, Cost, Feature, Repository

_MODULE = "core.db.stamps"


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """An entity doesn't ask for timestamps and for none of them."""
    if {"timestamps", "no_timestamps"} <= set(entity.traits):
        path = ("entities", name, "traits")
        message = "timestamps and no_timestamps exclude each other."
        yield Finding(path, "BD422", message, "Keep one of them.")


FEATURE = Feature(
    name="timestamps",
    said="traits: [timestamps]",
    summary="Rows say when they were created and last changed; on by default.",
    used_by=lambda usage: "no_timestamps" not in usage.written.traits,
    traits=(
        Trait("timestamps", "says when a row was created and when it last changed"),
        Trait("no_timestamps", "leaves out the timestamps, which are on otherwise"),
    ),
    rule=_rule,
    classes=("CHANGED", "CREATED"),
    columns=(
        Column("created_at", "datetime", filter=True, sort=True, on_insert="now"),
        Column("updated_at", "datetime", on_insert="now", on_update="now"),
    ),
    repository=Repository(
        uses=((_MODULE, "CHANGED"), (_MODULE, "CREATED")),
        insert_stamps=("CREATED",),
        assignments=("update_stamps = CHANGED",),
    ),
    removal=Cost(loses_data=True, breaks_clients=True),
    part=False,
)
