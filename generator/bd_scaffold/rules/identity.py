"""Identity: what was something else is that one thing alone, and the name of then is free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from ..language.design import Design
from ..language.enum_types import Value
from ..language.finding import Finding
from ..language.tree import Path
from ..record import Record
from ..resolve import Resolved, ResolvedEntity
from ..resolve.fields import Field
from .naming import CALLED, CLASS, SNAKE, VALUE, Form, shaped


class Renamed(Protocol):
    """Something that may say what it was called."""

    @property
    def was(self) -> str | None:
        """The name that it had before, if it had another one."""


class _Claim(Record, frozen=True):
    """A name of today that says which one it was."""

    name: str
    was: str
    path: Path  # where it says so
    subject: Path

    def finding(self, code: str, message: str, hint: str) -> Finding:
        return Finding(self.path, code, message, hint, self.subject)


def rule(resolved: Resolved) -> Iterator[Finding]:
    """No `was` names what is still there, nor what another one was, nor the thing itself."""
    design = resolved.design
    yield from _among(CLASS, "an entity", *_named(("entities",), design.entities))
    areas = _renamed(("areas",), design.areas)
    yield from _among(SNAKE, "an area", _area_names(design), areas)
    yield from _among(CLASS, "an enum", *_named(("enums",), design.enums))
    if design.security is not None:
        roles = _named(("security", "roles"), design.security.roles)
        yield from _among(SNAKE, "a role", *roles)
    operations = _named(("operations",), design.operations)
    yield from _among(CALLED, "an operation", *operations)
    yield from _among(SNAKE, "a job", *_named(("jobs",), design.jobs))
    yield from _among(CLASS, "an event", *_named(("events",), design.events))
    others = _named(("resilience",), design.resilience)
    yield from _among(SNAKE, "a dependency", *others)
    for entity in resolved.entities.values():
        claims = [*_fields(entity.fields.values())]
        yield from _among(SNAKE, "a field", entity.fields, claims)
        yield from _columns(entity, claims)
        path: Path = ("entities", entity.name, "transitions")
        moves = _named(path, entity.written.transitions)
        yield from _among(SNAKE, "a transition", *moves)
    for path, values in _lists_of_values(design):
        there = [each.text for each in values]
        yield from _among(VALUE, "a value", there, _values(path, values))


def _among(
    form: Form, kind: str, there: Collection[str], claims: Iterable[_Claim]
) -> Iterator[Finding]:
    """What is wrong with the claims of one kind of thing."""
    taken: dict[str, str] = {}
    claims = list(claims)
    renamed = {claim.name for claim in claims if claim.was != claim.name}
    for claim in claims:
        was = claim.was
        yield from shaped(claim.path, was, form, claim.subject)
        if was == claim.name:
            message = f'"{was}" is its current name.'
            yield claim.finding("BD801", message, "Leave `was` out.")
        elif was in there:
            message = f'"{was}" is still {kind}.'
            yield claim.finding("BD802", message, _way_out(was, renamed))
        elif was in taken:
            message = f"{taken[was]} was {was} already."
            hint = "One thing cannot become two: leave one `was` out."
            yield claim.finding("BD803", message, hint)
        taken.setdefault(was, claim.name)


def _way_out(was: str, renamed: Collection[str]) -> str:
    if was in renamed:
        return "Rename one per update; to swap two names, go through a third."
    return "Leave `was` out: what keeps its name is not renamed."


def _named(
    path: Path, things: Mapping[str, Renamed]
) -> tuple[Collection[str], Iterator[_Claim]]:
    """Return the names of things, and what they say that they were called."""
    return things, _renamed(path, things)


def _renamed(path: Path, things: Mapping[str, Renamed]) -> Iterator[_Claim]:
    for name, each in things.items():
        if each.was is not None:
            yield _Claim(name, each.was, (*path, name, "was"), (*path, name))


def _area_names(design: Design) -> set[str]:
    own = (entity.area for entity in design.entities.values())
    return {*design.areas, *(area for area in own if area is not None)}


def _fields(fields: Iterable[Field]) -> Iterator[_Claim]:
    for field in fields:
        if field.source.was is not None:
            yield _Claim(field.name, field.source.was, field.path("was"), field.path())


def _columns(entity: ResolvedEntity, claims: Iterable[_Claim]) -> Iterator[Finding]:
    """A field that was a column which the entity still has without a word of the design."""
    added = {slot.name: slot for slot in entity.slots if slot.source is None}
    for claim in claims:
        if slot := added.get(claim.was):
            kind = "the generated key" if slot.key else "a column of a trait"
            hint = "Leave `was` out: what keeps its name is not renamed."
            yield claim.finding("BD802", f'"{claim.was}" is still {kind}.', hint)


def _lists_of_values(design: Design) -> Iterator[tuple[Path, tuple[Value, ...]]]:
    for enum, shared in design.enums.items():
        yield ("enums", enum, "values"), shared.values
    for name, entity in design.entities.items():
        for field_name, field in entity.fields.items():
            yield ("entities", name, "fields", field_name), field.values


def _values(path: Path, values: tuple[Value, ...]) -> Iterator[_Claim]:
    for position, value in enumerate(values):
        if value.was is not None:
            yield _Claim(value.text, value.was, (*path, position), path)
