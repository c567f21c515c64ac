"""`retention`: rows are kept so long, and then a command deletes them."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design, Entity, FieldType
from ..language.finding import Finding
from ..language.retention import CREATION
from .feature import Feature, Reasons
from .watching import Watched

_MOMENTS = ("date", "datetime")


def _wanted(design: Design) -> bool:
    return any(each.retention for each in design.entities.values())


def _rule(name: str, entity: Entity) -> Iterator[Finding]:
    """An age counts from a day or a moment that the row has in clear."""
    said = entity.retention
    if said is None:
        return
    since = said.since or CREATION
    known = [each for each, field in entity.fields.items() if _is_moment(field)]
    if since in known or (since == CREATION and _says_when_created(entity)):
        return
    path = ("entities", name, "retention")
    if said.since is None:
        message = "No row says when it was created."
        hint = "Say since when it counts: `{after: 7y, since: closed_at}`."
        yield Finding(path, "BD553", message, hint)
        return
    message = f'"{since}" is no day and no moment that rows are found by.'
    hint = f"Its own are {', '.join(known)}." if known else "Leave it out."
    yield Finding((*path, "since"), "BD553", message, hint, path)


def _is_moment(field: FieldType) -> bool:
    """Tell whether a field's values are compared with a moment by the database."""
    hidden = field.many or field.encrypted or field.virtual
    return field.type in _MOMENTS and not hidden


def _says_when_created(entity: Entity) -> bool:
    """Tell whether rows have the moment of their creation, which no field is."""
    return not {"no_timestamps", "updated_at"} & {*entity.traits}


def _watched(design: Design) -> Watched | None:
    from .watching import kept  # few designs ask for it

    return kept.rows(design)


FEATURE = Feature(
    name="retention",
    said="retention: 7y",
    summary="Rows are kept so long, and then a command deletes them.",
    reasons=Reasons(
        9115,
        "A command deletes expired rows",
        "Data that is kept longer than needed costs space, and may violate the law.",
        "A command reports rows older than the design allows and, once told to, "
        "deletes them in batches. Nothing deletes them automatically.",
        "It has to be scheduled. Rows that others reference stay.",
    ),
    used_by=lambda usage: usage.written.retention is not None,
    modules=("retention",),
    wanted=_wanted,
    rule=_rule,
    told=False,
    daily=("retention", "--yes"),
    watched=_watched,
)
