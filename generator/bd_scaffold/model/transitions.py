"""The transitions of an entity, as templates and the difference of two models see them."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..language.expression import Expression, to_sql
from ..resolve.transitions import ResolvedTransition, transitions_of
from ..resolve.uniques import sql_columns
from .parts import EntityParts
from .types import Transition, TransitionSet


def model_transitions(parts: EntityParts) -> tuple[Transition, ...]:
    """Return the transitions of an entity."""
    return tuple(map(_transition, transitions_of(parts.entity)))


def _transition(each: ResolvedTransition) -> Transition:
    written = each.written
    return Transition(
        name=each.name,
        was=written.was or "",
        method=names.safe_method(each.name),
        field=each.state.field_name,
        attribute=each.state.attribute,
        starts=written.from_,
        ends=written.to,
        when=written.when.text if written.when else "",
        sets=tuple(_sets(each)),
        message=written.message or "",
        description=written.description or "",
    )


def _sets(each: ResolvedTransition) -> Iterator[TransitionSet]:
    for said in each.sets:
        slot = said.slot
        yield TransitionSet(slot.field_name, slot.attribute, said.made, said.value)


def guard_sql(parts: EntityParts, when: Expression) -> str:
    """Return what has to be true of a row as SQL, which SQLAlchemy reads as its `text`."""
    return to_sql(when, sql_columns(parts.slots, when))
