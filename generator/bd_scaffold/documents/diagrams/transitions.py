"""Each change of a row's state, step by step, as the generated code takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.types import Diagram, Entity, Model, Transition
from ...operation import STATUSES, Operation, Refusal
from . import steps
from .mermaid import diagram, shortened
from .said import listed, sentence

_RULE = 80
"""Characters of a rule or a condition that are said in a step."""


def transition_diagrams(model: Model) -> Iterator[Diagram]:
    """Yield a sequence for each transition of each entity."""
    rules = _rules(model)
    for entity in model.entities:
        moves = {each.name: each for each in entity.transitions}
        for operation in entity.operations:
            if operation.kind == "transition":
                move = moves[operation.rule or operation.name]
                rule = rules.get(entity.name, {}).get(move.name, "")
                yield _transition(model, entity, operation, move, rule)


def _rules(model: Model) -> Mapping[str, Mapping[str, str]]:
    if model.security is None:
        return {}
    return {each.entity: each.rules for each in model.security.access}


def _transition(
    model: Model, entity: Entity, operation: Operation, move: Transition, rule: str
) -> Diagram:
    method, path = operation.http.method.upper(), operation.http.path
    lines = (
        steps.actor("client", "Client"),
        steps.participant("api", model.project.title),
        steps.participant("database", "Database"),
        steps.asks("client", "api", f"{method} {model.api.prefix}{path}"),
        *_let_in(operation, rule),
        steps.asks("api", "database", f"read the {entity.label}"),
        *_found(operation, rule),
        steps.asks("api", "database", "read it anew, and hold it until the commit"),
        *_unchanged(operation),
        *_ready(move),
        steps.asks("api", "database", _written(move)),
        steps.asks("api", "database", "commit"),
        steps.answers("api", "client", f"{operation.http.status} the {entity.label}"),
    )
    return diagram(
        f"transition-{entity.singular}-{move.name}".replace("_", "-"),
        steps.KIND,
        f"{operation.summary}, step by step",
        _said(entity, move),
        lines,
    )


def _said(entity: Entity, move: Transition) -> str:
    return sentence(
        f"{move.name} takes one {entity.label} from {listed(move.starts, 'or')} to"
        f" {move.ends}, while its row is held",
        "in any other state it is refused with 409",
        f"it needs {move.when}" if move.when else "",
    )


def _let_in(operation: Operation, rule: str) -> Iterator[str]:
    """Yield what is decided before anything is read."""
    if rule:
        reason = f"nobody has signed in, or no such caller may: {_cut(rule)}"
        yield from _refused(operation, reason, "unauthenticated", "forbidden")


def _found(operation: Operation, rule: str) -> Iterator[str]:
    """Yield what is decided once the row is known."""
    if rule:
        reason = "the caller sees no such row, or the rule isn't true of it"
        yield from _refused(operation, reason, "not_found", "forbidden")
    else:
        yield from _refused(operation, "there is none", "not_found")


def _unchanged(operation: Operation) -> Iterator[str]:
    reason = "its version is not the one that the request names, or it names none"
    yield from _refused(
        operation, reason, "precondition_failed", "precondition_required"
    )


def _ready(move: Transition) -> Iterator[str]:
    state = f"{move.field} is not {listed(move.starts, 'or')}"
    yield from steps.ends(state, steps.answers("api", "client", "409 wrong_state"))
    if move.when:
        guard = f"unless {_cut(move.when)}"
        yield from steps.ends(guard, steps.answers("api", "client", "409 not_allowed"))


def _written(move: Transition) -> str:
    fields = [f"{move.field} becomes {move.ends}"]
    return ", ".join(fields + [f"{each.field} is set" for each in move.sets])


def _refused(operation: Operation, reason: str, *errors: Refusal) -> Iterator[str]:
    """Yield the end of a call with one of some errors, of those that the operation has."""
    known = [str(STATUSES[each]) for each in errors if each in operation.errors]
    if known:
        answer = steps.answers("api", "client", listed(known, "or"))
        yield from steps.ends(reason, answer)


def _cut(said: str) -> str:
    return shortened(said, _RULE)
