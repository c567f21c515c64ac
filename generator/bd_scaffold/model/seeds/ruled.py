"""The values of a row that rules speak of: checks, periods, and how states change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...language.expression import Expression, fields_of
from ...language.truth import holds
from ...resolve.computed import spelled_out
from ...resolve.slots import Slot, default_value, has_default, is_computed, made
from ...resolve.transitions import ResolvedTransition, transitions_of
from ...resolve.values import INTEGER_BOUNDS
from ..choice import ROWS, Choice
from ..parts import EntityParts
from ..periods import periods_of
from ..samples import choices_of
from ..shapes import fits
from .groups import Group
from .values import ENDLESS, decimals

_FAR = (1, 2, 9, 149, 1000, 9999, 65_537, 10**6)


@dataclass
class States:
    """The states that a row may be in, each with the moments that it has by then."""

    slot: Slot
    moments: Mapping[str, tuple[str, ...]]  # attributes by state


@dataclass
class Ruled:
    """What of a row is not free, since rules speak of it."""

    sources: dict[str, str] = field(default_factory=dict)  # by field, with `n`
    fixed: dict[str, Slot] = field(
        default_factory=dict
    )  # as a new row has it, by field
    missing: frozenset[str] = frozenset()  # relations that rules want to be missing
    varied: frozenset[str] = frozenset()  # slots whose values are others for each row
    counted: frozenset[str] = frozenset()  # slots that the database counts up
    states: dict[str, States] = field(default_factory=dict)  # by field
    moments: dict[str, str] = field(default_factory=dict)  # the state's field, by slot
    endless: bool = True  # the sources are good for any number
    unjudged: tuple[str, ...] = ()  # what nobody can look into, as the design says it

    @property
    def room(self) -> int:
        """How many rows the sources are good for."""
        return ENDLESS if self.endless else ROWS - 1


def ruled_of(parts: EntityParts, groups: Sequence[Group]) -> Ruled:
    """Return what of an entity's rows isn't free."""
    slots, written = parts.slots, parts.entity.written
    found = Ruled(counted=frozenset(s.name for s in slots if made(s) == "next"))
    checks = [spelled_out(each.rule, slots) for each in written.checks if each.rule]
    found.unjudged = tuple(each.text for each in written.checks if each.rule is None)
    periods = periods_of(slots, written.exclude)
    concerned = {name for check in checks for name in fields_of(check)} | {*periods}
    if concerned:
        _judge(found, slots, groups, checks, periods, concerned)
    _states(found, parts, concerned)
    return found


def _judge(
    found: Ruled,
    slots: Sequence[Slot],
    groups: Sequence[Group],
    checks: Sequence[Expression],
    periods: Mapping[str, Choice],
    concerned: set[str],
) -> None:
    unique = {name for each in groups for name in each.slots}
    varied = frozenset(s.name for s in slots if s.name in unique)
    chosen = choices_of(slots, varied, checks, periods)
    used = {name: each for name, each in chosen.items() if name in concerned}
    by_field = {slot.field_name: slot for slot in slots}
    found.sources = {name: each.source for name, each in used.items()}
    found.varied = varied | {by_field[name].name for name in periods}
    for name in concerned - {*used}:
        slot = by_field[name]
        if slot.references and slot.schema.nullable:
            found.missing |= {name}
        elif not slot.references and not is_computed(slot):
            found.fixed[name] = slot
    found.endless = _is_endless(slots, checks, used)


def _is_endless(
    slots: Sequence[Slot], checks: Sequence[Expression], used: Mapping[str, Choice]
) -> bool:
    """Tell whether values are within their fields and keep the checks for any number."""
    by_field = {slot.field_name: slot for slot in slots}
    fixed = {
        slot.field_name: default_value(slot) if has_default(slot) else None
        for slot in slots
    }
    try:
        for n in _FAR:
            values = fixed | {name: each.at(n) for name, each in used.items()}
            if not all(_is_within(by_field[name], values[name]) for name in used):
                return False
            if any(
                holds(check, {each: values[each] for each in fields_of(check)}) is False
                for check in checks
                if used.keys() >= {*fields_of(check)}
            ):
                return False
    except (OverflowError, ValueError, IndexError):
        return False
    return True


def _is_within(slot: Slot, value: object) -> bool:
    schema = slot.schema
    if isinstance(value, str) and schema.type in ("string", "text") and not slot.enum:
        return fits(value, schema)
    if type(value) is int and schema.type in INTEGER_BOUNDS:
        least, most = INTEGER_BOUNDS[schema.type]
        low, high = int(schema.minimum or least), int(schema.maximum or most)
        return low <= value <= high
    if schema.type == "decimal" and value is not None and not schema.many:
        low_, high_ = decimals(schema)
        return low_ <= value <= high_  # type: ignore[operator]
    if schema.type in ("date", "time", "datetime", "datetime_local"):
        return schema.minimum is schema.maximum is None
    return True


def _states(found: Ruled, parts: EntityParts, concerned: set[str]) -> None:
    """Note the states of rows, and what they have in each by the way that leads there."""
    moves = [*transitions_of(parts.entity)]
    for slot in {each.state.field_name: each.state for each in moves}.values():
        if slot.field_name in concerned or not slot.enum:
            continue
        own = [each for each in moves if each.state.field_name == slot.field_name]
        if has_default(slot):
            moments = _ways(str(default_value(slot)), own, concerned)
        else:
            moments = dict.fromkeys(slot.enum.values, ())
        found.states[slot.field_name] = States(slot, moments)
        for each in own:
            for said in each.sets:
                if not said.slot.references:
                    found.moments.setdefault(said.slot.name, slot.field_name)


def _ways(
    start: str, moves: Sequence[ResolvedTransition], concerned: set[str]
) -> dict[str, tuple[str, ...]]:
    """Return the states that moments alone lead to, each with these moments."""
    found: dict[str, tuple[str, ...]] = {start: ()}
    waiting = [start]
    while waiting:
        state = waiting.pop(0)
        for each in moves:
            end = each.written.to
            free = each.written.when is None and all(_sets(each, concerned))
            if state in each.written.from_ and free and end not in found:
                names = (said.slot.name for said in each.sets)
                found[end] = tuple(dict.fromkeys((*found[state], *names)))
                waiting.append(end)
    return found


def _sets(move: ResolvedTransition, concerned: set[str]) -> Iterator[bool]:
    for said in move.sets:
        slot = said.slot
        is_moment = said.made in ("now", "now_local", "today")
        free = not slot.references and slot.field_name not in concerned
        yield is_moment and free and slot.schema.nullable
