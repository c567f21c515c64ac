"""What changed rooms mean for clients of the socket."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import matching
from ...model.types import Channel, Model
from .findings import Finding


def realtime(old: Model, new: Model) -> Iterator[Finding]:
    """Yield which rooms came and went, and what clients are told in them otherwise."""
    found = matching.matched(_channels(old), _channels(new), lambda each: each.name)
    for each in found.removed:
        words = "the rooms are not there any more"
        yield Finding("room-removed", f"realtime.{each.name}", words)
    for each in found.added:
        yield Finding("room-added", f"realtime.{each.name}", "the rooms are new")
    kept = matching.entities(old, new).kept if found.kept else ()
    entities = {was.name: now.name for was, now in kept}
    for was, now in found.kept:
        yield from _told(was, now, entities.get(was.entity, was.entity))


def _channels(model: Model) -> tuple[Channel, ...]:
    return model.realtime.channels if model.realtime is not None else ()


def _told(was: Channel, now: Channel, entity: str) -> Iterator[Finding]:
    name = f"realtime.{now.name}"
    if entity != now.entity:
        words = f"rooms are rows of {now.entity}, not of {was.entity}"
        yield Finding("room-moved", name, words)
    then, today = ({each.name for each in side.events} for side in (was, now))
    for event in sorted(then - today):
        words = "the event is not told there any more"
        yield Finding("room-event-removed", f"{name}.{event}", words)
    for event in sorted(today - then):
        yield Finding("room-event-added", f"{name}.{event}", "the event is told there")
    for word in ("presence", "typing"):
        if getattr(was, word) and not getattr(now, word):
            words = f"{word} is not told there any more"
            yield Finding("room-word-removed", f"{name}.{word}", words)
        elif getattr(now, word) and not getattr(was, word):
            words = f"{word} is told there"
            yield Finding("room-word-added", f"{name}.{word}", words)
