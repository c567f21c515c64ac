"""What a changed design means for those who consume its events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model import matching
from ...model.types import Event, Model
from ...record import replace
from .documents import read
from .findings import Finding
from .naming import Naming
from .renames import ContractRenames, renames
from .schemas import At, Schemas


def events(old: Model, new: Model) -> Iterator[Finding]:
    """Yield which events came and went, and what those that stay say otherwise."""
    if not (old.events or new.events):
        return
    if old.messaging and old.messaging.broker != getattr(new.messaging, "broker", ""):
        words = f"{old.messaging.broker} does not carry events any more"
        yield Finding("event-broker-changed", "messaging.broker", words)
    found = matching.matched(old.events, new.events, lambda each: each.name)
    for each in found.removed:
        words = "the event is not there any more"
        yield Finding("event-removed", _called(each.name), words)
    for each in found.added:
        yield Finding("event-added", _called(each.name), "the event is new")
    renamed = renames(old, new)
    entities = {was.name: now.name for was, now in matching.entities(old, new).kept}
    schemas = _schemas(old, new, found.kept, renamed)
    for was, now in found.kept:
        yield from _told(was, now, entities.get(was.entity, was.entity), old, new)
        at = At("response", now.name, schema=now.name, within="in its data")
        before, after = schemas.old[was.name], schemas.new[now.name]
        for finding in schemas.differences(before, after, at):
            is_own = finding.schemas == (now.name,)
            called = _called(finding.name)
            yield replace(finding, name=called) if is_own else finding


def _called(name: str) -> str:
    return f"events.{name}"


def _told(
    was: Event, now: Event, entity: str, old: Model, new: Model
) -> Iterator[Finding]:
    """Yield what is otherwise of what an event tells of."""
    name = _called(now.name)
    if was.name != now.name:
        yield Finding("event-renamed", name, f"{was.name} is {now.name} now")
    if entity != now.entity:
        words = f"it tells of rows of {now.entity}, not of {was.entity}"
        yield Finding("event-moved", name, words)
        return
    called = _transitions(old, new, now.entity)
    then = [called.get(each, each) for each in was.operations]
    for each in then:
        if each not in now.operations:
            words = f"it does not tell of {each} any more"
            yield Finding("event-source-removed", name, words)
    for each in now.operations:
        if each not in then:
            yield Finding("event-source-added", name, f"it tells of {each}, too")


def _transitions(old: Model, new: Model, entity: str) -> dict[str, str]:
    """Return what the transitions of an entity are called today, by their names of then."""
    pair = next(
        each for each in matching.entities(old, new).kept if each[1].name == entity
    )
    was, now = pair
    kept = matching.matched(was.transitions, now.transitions, lambda each: each.name)
    return {one.name: other.name for one, other in kept.kept}


def _schemas(
    old: Model,
    new: Model,
    kept: tuple[tuple[Event, Event], ...],
    renamed: ContractRenames,
) -> Schemas:
    """Return the schemas of both documents, with what fields are called otherwise."""
    names = {now.name: renamed.properties.get(now.entity, {}) for _, now in kept}
    called = ContractRenames(
        schemas=renamed.schemas,
        properties={**renamed.properties, **names},
        values=renamed.values,
    )
    return Schemas(_of(old), _of(new), called, Naming(frozenset(), {}, {}))


def _of(model: Model) -> dict[str, Any]:
    text = model.contract.events if model.contract else ""
    found: dict[str, Any] = read(text).get("components", {}).get("schemas", {})
    return found
