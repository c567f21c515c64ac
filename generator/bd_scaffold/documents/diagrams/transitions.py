"""Each change of a row's state, step by step, as the generated code takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.types import Entity, Model, Transition
from ...operation import STATUSES, Operation
from . import steps
from .mermaid import diagram, shortened
from .said import listed, sentence
from .types import Diagram

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
        *_refused(operation, "not_found", "there is none that the caller may see"),
        *_allowed(operation, rule),
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
    yield from _refused(operation, "unauthenticated", "nobody has signed in")
    if rule:
        yield from _refused(
            operation, "forbidden", f"the rule lets no such caller: {_cut(rule)}"
        )


def _allowed(operation: Operation, rule: str) -> Iterator[str]:
    """Yield what is decided once the row is known."""
    if rule:
        yield from _refused(
            operation, "forbidden", "the rule doesn't let them with this row"
        )


def _unchanged(operation: Operation) -> Iterator[str]:
    yield from _refused(
        operation, "precondition_required", "If-Match is demanded, and missing"
    )
    yield from _refused(
        operation, "precondition_failed", "the version is not that of If-Match"
    )


def _ready(move: Transition) -> Iterator[str]:
    state = f"{move.field} is not {listed(move.starts, 'or')}"
    yield from steps.ends(state, steps.answers("api", "client", "409 wrong_state"))
    if move.when:
        guard = f"this is not true: {_cut(move.when)}"
        yield from steps.ends(guard, steps.answers("api", "client", "409 not_allowed"))


def _written(move: Transition) -> str:
    fields = [f"{move.field} becomes {move.ends}"]
    return ", ".join(fields + [f"{each.field} is set" for each in move.sets])


def _refused(operation: Operation, error: str, reason: str) -> Iterator[str]:
    """Yield the end of a call for a reason, where the operation has that reason."""
    for each in operation.errors:
        if each == error:
            answer = steps.answers("api", "client", str(STATUSES[each]))
            yield from steps.ends(reason, answer)


def _cut(said: str) -> str:
    return shortened(said, _RULE)
