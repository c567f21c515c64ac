"""What a sound design brings along without saying so: notes, which stop nobody."""

from __future__ import annotations

from collections.abc import Iterator

from ..features.feature import Expected
from ..language.finding import Finding
from ..language.row_rules import Check
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.fields import Field
from ..resolve.native import columns_in
from ..resolve.resolved import ResolvedEntity
from ..resolve.slots import Slot
from ..resolve.values import made_anew
from . import (
    access_notes,
    cycles,
    deploying,
    events,
    field_access,
    roadmap,
    seeding,
    transitions,
    unmet,
    unserved,
)
from .finding import about

_CODE_CHARACTERS = 32
_ENOUGH_CHARACTERS = 6
"""A thousand million codes: two that are alike are rare among some thousand rows."""


def notes(resolved: Resolved) -> Iterator[Finding]:
    """Yield what somebody should know of a design before it is built."""
    on_sqlite = resolved.design.database.engine == "sqlite"
    for entity in resolved.entities.values():
        if entity.volume is not None:
            said = entity.written.pagination or resolved.design.api.pagination
            expected = Expected(entity.name, entity.usage, entity.volume, said.by)
            for feature in entity.features:
                yield from feature.notes(expected)
        for field in entity.fields.values():
            yield from _short_code(entity, field)
            yield from _only_of_late(resolved, field)
            yield from _given_again(field, on_sqlite=on_sqlite)
        for position, check in enumerate(entity.written.checks):
            if check.rule is None:
                place = ("entities", entity.name, "checks", position)
                yield from _on_one_engine(place, check)
                yield from _unread(entity, place, check)
    for feature in resolved.features:
        yield from feature.remarks(resolved.design)
    yield from cycles.notes(resolved)
    yield from access_notes.notes(resolved)
    yield from field_access.notes(resolved)
    yield from transitions.notes(resolved)
    yield from events.notes(resolved)
    yield from deploying.notes(resolved)
    yield from unmet.notes(resolved)
    yield from unserved.notes(resolved)
    yield from roadmap.notes(resolved)
    yield from seeding.notes(resolved)


def _short_code(entity: ResolvedEntity, field: Field) -> Iterator[Finding]:
    """A code of few characters that the server makes is taken after few rows."""
    source = field.source
    if not (source.readonly or source.internal) or source.nullable:
        return
    if source.is_computed:
        return
    slot = next((each for each in entity.slots if each.field_name == field.name), None)
    if slot is None:
        return
    schema, length = slot.schema, slot.schema.max_length or _ENOUGH_CHARACTERS
    is_code = schema.type == "string" and not schema.pattern
    taken = source.unique or slot.key  # where another row may have it
    if not (is_code and taken) or length >= _ENOUGH_CHARACTERS:
        return
    message = (
        f"The server makes {_CODE_CHARACTERS**length:,} codes of {length} characters, and "
        "answers a client 409 where it makes one that is taken."
    )
    hint = f"Give them {_ENOUGH_CHARACTERS} characters or more."
    yield about(field, "BD953", message, hint)


def _only_of_late(resolved: Resolved, field: Field) -> Iterator[Finding]:
    """PostgreSQL before 18 has only stored columns that are computed."""
    source = field.source
    is_there = source.virtual and source.is_computed and not field.is_relation
    if is_there and resolved.design.database.engine == "postgresql":
        message = "PostgreSQL has what is virtual from 18 on; an older one refuses to migrate."
        yield about(field, "BD958", message, "Leave virtual out.", "virtual")


def _on_one_engine(place: Path, check: Check) -> Iterator[Finding]:
    """A check that one engine has is none on the other, where tests or production run."""
    if check.postgresql and check.sqlite:
        return
    has, lacks = "PostgreSQL", "SQLite"
    if check.sqlite:
        has, lacks = lacks, has
    message = f"Only {has} holds rows to {check.text}."
    hint = f"Say {lacks.lower()} as well, or what the API holds requests to at a field."
    yield Finding(place, "BD956", message, hint)


def _unread(entity: ResolvedEntity, place: Path, check: Check) -> Iterator[Finding]:
    """The tests of a project choose their rows by what fields say, and not by SQL."""
    named = columns_in(f"{check.postgresql or ''} {check.sqlite or ''}", entity.slots)
    about_it = [each for each in entity.slots if each.column in named]
    if any(each.schema.pattern or _is_bound(each) for each in about_it):
        return
    message = f"The project's own tests may store rows that break {check.text}."
    hint = 'Let a field say it, too, with pattern("…"), min or max: the tests keep to these.'
    yield Finding(place, "BD957", message, hint)


def _is_bound(slot: Slot) -> bool:
    """True for a column whose field says which values there are, or how large they get."""
    source = slot.source
    bounds = (source.minimum, source.maximum) if source is not None else ()
    return slot.enum is not None or any(each is not None for each in bounds)


def _given_again(field: Field, *, on_sqlite: bool) -> Iterator[Finding]:
    """SQLite has no sequence that remembers the numbers of deleted rows."""
    if made_anew(field.source) != "next":
        return
    message = (
        "On SQLite, the number of a row that is deleted is given again if it was the "
        "highest one."
    )
    hint = "With engine: postgresql, a sequence counts."
    if not on_sqlite:
        hint = "PostgreSQL's sequence never does, so let no test rely on it."
    yield about(field, "BD954", message, hint, "default")
