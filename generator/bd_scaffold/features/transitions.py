"""`transitions`: the state of a row changes by what clients ask for, in one way at a time."""

from __future__ import annotations

from collections.abc import Iterator

from .. import names
from ..language.design import Design
from ..language.transitions import Transition
from ..operation import HttpEndpoint, Operation
from ..record import replace
from .feature import (
    Feature,
    Reasons,
    Repository,
    Subject,
    Usage,
)

_OK = 200
_MODULE = "core.db.transitions"
_TRANSITIONS = (".transitions", "TRANSITIONS")


def _wanted(design: Design) -> bool:
    return any(each.transitions for each in design.entities.values())


def _form(usage: Usage) -> Feature:
    """Return it with the operations of an entity's own transitions."""
    transitions = usage.written.transitions
    design = usage.design

    def operations(subject: Subject) -> Iterator[Operation]:
        for name, written in transitions.items():
            yield operation_of(subject, name, written)

    found = replace(FEATURE, operations=operations)
    if design is None or design.security is None:
        return found
    guarded_ = replace(
        found.repository,
        base=("core.db.guarded_transitions", "GuardedTransitions"),
        extends=("core.db.guarded", "Guarded"),
    )
    return replace(found, repository=guarded_)


def operation_of(subject: Subject, name: str, written: Transition) -> Operation:
    """Return the operation by which clients ask for a transition."""
    said = names.words(name)
    return Operation(
        name=name,
        kind="transition",
        id=f"{name}_{subject.singular}",
        summary=f"{said[:1].upper()}{said[1:]} one {subject.label}",
        call=names.safe_method(name),
        returned="one",
        errors=("not_found", "conflict", "invalid"),
        http=HttpEndpoint(
            "post", f"{subject.item_path}/{name.replace('_', '-')}", _OK, errors=()
        ),
        python=None,
        key_of=subject.name,
        result=subject.name,
        rule=name,
        description=" ".join(_sentences(written)),
    )


def _sentences(written: Transition) -> Iterator[str]:
    if written.description:
        yield written.description
    yield f"From {_either(written.from_)} to {written.to}."
    if written.when is not None:
        yield f"This has to be true: {written.when.text}."


def _either(states: tuple[str, ...]) -> str:
    *most, last = states or ("",)
    return f"{', '.join(most)} or {last}" if most else last


FEATURE = Feature(
    name="transitions",
    said="transitions",
    summary="The state of a row changes in the ways that there are, one at a time.",
    reasons=Reasons(
        9110,
        "Transitions are operations",
        "A state that clients may set to any value protects nothing.",
        "Each transition declares its source states and its access rule; the "
        "repository rejects every other change of the state.",
        "Clients state their intent, and of several concurrent transitions one "
        "comes first.",
    ),
    used_by=lambda usage: bool(usage.written.transitions),
    wanted=_wanted,
    told=False,
    form=_form,
    classes=("GuardedTransitions", "Transition", "TransitionService", "Transitions"),
    repository=Repository(
        base=(_MODULE, "Transitions"),
        uses=(_TRANSITIONS,),
        assignments=("transitions = TRANSITIONS",),
    ),
    own_service=(".transitions", "Transitions"),
    tests={"transition": "transitions"},
)
