"""The module of a slice that says how the state of its rows changes: `transitions.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...features.use import Use
from ...layout import (
    WIDTH,
    Node,
    Source,
    after,
    block,
    call,
    imports,
    named,
    subscript,
    tuple_of,
)
from ...names import docstring
from ...names import python_string as quoted
from ...operation import Operation
from ...record import replace
from ...resolve.transitions import ResolvedTransition, Set, transitions_of
from ..parts import EntityParts
from ..transitions import guard_sql
from ..types import Transition, TransitionsCode
from .service import bodies_of
from .values import python_literal

_STAMPS: Mapping[str, str] = {
    "now": "moment",
    "now_local": "wall_clock",
    "today": "today",
    "account": "account",
}
_SHORT = WIDTH - 8 - 6  # what fits into a docstring of one line
_EXPECTED = "expected: Expected | None = None"


def transitions_code(
    parts: EntityParts,
    transitions: Sequence[Transition],
    operations: Sequence[Operation],
) -> TransitionsCode | None:
    """Return what the module of an entity's transitions says, where it has some."""
    if not transitions:
        return None
    resolved = [*transitions_of(parts.entity)]
    guarded = {e.name for e in operations if e.kind == "transition" and e.requires}
    arguments = bodies_of(operations)
    name = parts.own.class_name
    base = subscript("TransitionService", name, *arguments)
    stated = [_stated(parts, each) for each in resolved]
    uses = [
        *_uses(parts, resolved, guarded=bool(guarded)),
        *((("typing" if each == "Never" else ".schemas"), each) for each in arguments),
    ]
    return TransitionsCode(
        imports="\n".join(imports(uses, parts.package)),
        transitions=block(Node("TRANSITIONS = (", tuple(stated), ")", spread=True)),
        head=block(Node(f"class {parts.own.name}Transitions(", (base,), "):")),
        methods=tuple(
            _method(each, name, guarded=each.name in guarded) for each in transitions
        ),
    )


def _stated(parts: EntityParts, each: ResolvedTransition) -> Source:
    """Return a transition as the repository knows it."""
    written, state = each.written, each.state
    starts = [python_literal(v, state.schema, state.enum) for v in written.from_]
    items: list[Source] = [quoted(each.name), quoted(state.attribute)]
    items.append(named("starts", tuple_of(starts)))
    items.append(named("ends", python_literal(written.to, state.schema, state.enum)))
    if written.when is not None:
        items.append(named("when", quoted(guard_sql(parts, written.when))))
        if written.message:
            items.append(named("message", quoted(written.message)))
    if each.sets:
        sets = (after(f"{quoted(s.slot.attribute)}: ", _stamp(s)) for s in each.sets)
        items.append(named("sets", Node("{", tuple(sets), "}")))
    return call("Transition", *items)


def _stamp(each: Set) -> Source:
    if each.made != "constant":
        return _STAMPS[each.made]
    if each.value is None:
        return "always(None)"
    return f"always({python_literal(each.value, each.slot.schema, each.slot.enum)})"


def _method(each: Transition, name: str, *, guarded: bool) -> str:
    parameters = ["self", "*key: object", *([_EXPECTED] if guarded else [])]
    given = [quoted(each.name), "*key", *(["expected=expected"] if guarded else [])]
    head = Node(f"async def {each.method}(", tuple(parameters), f") -> {name}:")
    asked = after("return await ", call("self.transition", *given))
    said = docstring(_said(each), 8, summary=True)
    return "\n".join(
        (block(replace(head, shared=True), 4), f"        {said}", block(asked, 8))
    )


def _said(each: Transition) -> str:
    *most, last = each.starts
    starts = f"{', '.join(most)} or {last}" if most else last
    text = f"From {starts} to {each.ends}."
    if not each.description:
        return text
    said = f"{each.description} {text}"
    if len(said) <= _SHORT and "\n" not in said:
        return said
    return f"{text}\n\n{each.description}"


def _uses(
    parts: EntityParts, found: Sequence[ResolvedTransition], *, guarded: bool
) -> Iterator[Use]:
    package = parts.package
    yield f"{package}.core.db.transitions", "Transition"
    yield f"{package}.core.transition_service", "TransitionService"
    yield f"{package}.models", parts.own.class_name
    yield f"{package}.models", "enums"
    if guarded:
        yield f"{package}.core.service", "Expected"
    for each in (said for one in found for said in one.sets):
        if each.made != "constant":
            yield f"{package}.core.db.stamps", _STAMPS[each.made]
            continue
        yield f"{package}.core.db.transitions", "always"
        if each.value is not None and each.slot.schema.type == "decimal":
            yield "decimal", "Decimal"
