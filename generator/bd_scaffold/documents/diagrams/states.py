"""The states of rows, and the transitions that lead from one to another."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.types import Diagram, Entity, Model, Transition
from .mermaid import breakable, diagram, quoted, shortened
from .said import listed, sentence

_KIND = "stateDiagram-v2"
_GUARD = 60
"""Characters of a condition that stand on an arrow."""


def state_diagrams(model: Model) -> Iterator[Diagram]:
    """Yield a diagram for each field whose value changes by transitions."""
    for entity in model.entities:
        fields = dict.fromkeys(each.field for each in entity.transitions)
        for field in fields:
            moves = [each for each in entity.transitions if each.field == field]
            yield _states(model, entity, field, moves)


def _states(
    model: Model, entity: Entity, field: str, moves: list[Transition]
) -> Diagram:
    values = _values(model, entity, field, moves)
    begins = _first(model, entity, field)
    ends = {each.ends for each in moves} - {s for each in moves for s in each.starts}
    ids = {value: f"s{number}" for number, value in enumerate(values, start=1)}
    lines = (
        *(f"state {quoted(value)} as {ids[value]}" for value in values),
        *([f"[*] --> {ids[begins]}"] if begins in ids else []),
        *(
            f"{ids[start]} --> {ids[each.ends]} : {_label(each)}"
            for each in moves
            for start in each.starts
        ),
        *(f"{ids[value]} --> [*]" for value in values if value in ends),
    )
    said = (
        f"a row begins as {begins}" if begins in ids else "",
        *(
            f"{each.name} leads from {listed(each.starts, 'or')} to {each.ends}"
            for each in moves
        ),
    )
    return diagram(
        f"states-{entity.singular}-{field}".replace("_", "-"),
        _KIND,
        f"States of {entity.label_plural}: {field}",
        sentence(*said),
        lines,
    )


def _label(move: Transition) -> str:
    """Return what stands on an arrow: the transition, and what has to be true for it."""
    guard = f" [{shortened(move.when, _GUARD)}]" if move.when else ""
    return breakable(f"{move.name}{guard}")


def _values(
    model: Model, entity: Entity, field: str, moves: list[Transition]
) -> list[str]:
    """Return the states in the order of their enum: those that no transition knows, too."""
    enums = {
        column.enum
        for column in model.tables[entity.table].columns
        if column.field == field and column.enum
    }
    known = [v for each in model.enums if each.name in enums for v in each.values]
    moved = [value for each in moves for value in (*each.starts, each.ends)]
    return [*dict.fromkeys((*known, *moved))]


def _first(model: Model, entity: Entity, field: str) -> str:
    """Return the state of a new row for which nobody says another one; or nothing."""
    for column in model.tables[entity.table].columns:
        if column.field == field and column.default:
            return str(column.default.value)
    return ""
