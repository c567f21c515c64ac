"""What areas need each other for, step by step, as the generated code takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.types import Diagram, Entity, Model
from ...operation import Operation
from ...record import Record
from . import steps
from .mermaid import diagram
from .relations import Relation
from .said import listed, sentence

_MOST = 6
"""Calls of one diagram."""

_NESTED = ("nested_list", "nested_get")


class Call(Record, frozen=True):
    """Something for which one area needs another."""

    source: str  # the area that a request comes to
    target: str  # the other one
    asked: bool  # its code is called; otherwise the database looks into its tables
    said: str  # what for: "list shipments of a sales order"
    steps: tuple[str, ...]


def across_diagrams(model: Model, relations: Sequence[Relation]) -> Iterator[Diagram]:
    """Yield what each area needs of each other one, in parts where that is much."""
    found: dict[tuple[str, str, bool], list[Call]] = {}
    for call in (*_references(model, relations), *_calls(model)):
        found.setdefault((call.source, call.target, call.asked), []).append(call)
    for calls in found.values():
        parts = [calls[at : at + _MOST] for at in range(0, len(calls), _MOST)]
        for number, part in enumerate(parts, start=1):
            yield _diagram(part, number if len(parts) > 1 else 0)


def _diagram(calls: Sequence[Call], number: int) -> Diagram:
    first = calls[0]
    # Whoever speaks to another stands beside them: no arrow crosses what isn't its own.
    others = (
        steps.participant("target", first.target),
        steps.participant("database", "Database"),
    )
    lines = (
        steps.actor("client", "Client"),
        steps.participant("source", first.source),
        *(others if first.asked else reversed(others)),
        *(line for call in calls for line in call.steps),
    )
    how = "asks" if first.asked else "refers to"
    words = f"{first.source} {how} {first.target}"
    said = f"{words} for these: {listed([each.said for each in calls])}"
    name = f"across-{first.source}-{first.target}-{'asked' if first.asked else 'rows'}"
    return diagram(
        f"{name}-{number}" if number else name,
        steps.KIND,
        f"How {words}{f' ({number})' if number else ''}",
        sentence(said),
        lines,
    )


def _apart(source: Entity, target: Entity) -> bool:
    """True for two of different areas."""
    return bool(source.area and target.area) and source.area != target.area


def _references(model: Model, relations: Sequence[Relation]) -> Iterator[Call]:
    """Yield what makes rows that refer to rows of another area."""
    by_name = {each.name: each for each in model.entities}
    for relation in relations:
        source, target = by_name[relation.source], by_name.get(relation.target)
        if target is None or not _apart(source, target):
            continue
        for operation in source.operations:
            if operation.kind == "create":
                yield _reference(model, source, target, relation, operation)


def _reference(
    model: Model,
    source: Entity,
    target: Entity,
    relation: Relation,
    operation: Operation,
) -> Call:
    held = f"insert into {source.table}, with {', '.join(relation.columns)}"
    if relation.many:
        held = f"insert into {source.table}, and what relates it to {target.table}"
    return Call(
        source.area or "",
        target.area or "",
        asked=False,
        said=f"{operation.summary.lower()} ({relation.name})",
        steps=(
            _asked(model, operation),
            steps.asks("source", "database", held),
            steps.holds("database", "target", f"that row has to be in {target.table}"),
            *steps.ends("it is not", steps.answers("source", "client", "409")),
            _done(operation, f"the {source.label}"),
        ),
    )


def _calls(model: Model) -> Iterator[Call]:
    """Yield what code of one area asks code of another for."""
    by_name = {each.name: each for each in model.entities}
    for entity in model.entities:
        for operation in entity.operations:
            parent = by_name.get(operation.key_of or "")
            if parent and operation.kind in _NESTED and _apart(entity, parent):
                yield _nested(model, entity, parent, operation)
        for each in entity.inclusions:
            if _apart(entity, by_name[each.target]):
                yield _included(model, entity, by_name[each.target], each.name)


def _nested(model: Model, entity: Entity, parent: Entity, operation: Operation) -> Call:
    """Return a list under a path of another area, which knows whether there is such a row."""
    missing = steps.answers("source", "client", "404")
    return Call(
        entity.area or "",
        parent.area or "",
        asked=True,
        said=operation.summary.lower(),
        steps=(
            _asked(model, operation),
            steps.asks("source", "target", f"get the {parent.label}"),
            steps.asks("target", "database", f"read from {parent.table}"),
            *steps.ends("there is none that the caller may see", missing),
            steps.thinks("source", f"read from {entity.table}"),
            _done(operation, entity.label_plural),
        ),
    )


def _included(model: Model, entity: Entity, other: Entity, name: str) -> Call:
    """Return a list whose rows show rows of another area, where a request asks for them."""
    path = f"GET {model.api.prefix}{entity.path}?include={name}"
    return Call(
        entity.area or "",
        other.area or "",
        asked=True,
        said=f"{entity.label_plural} with {name}",
        steps=(
            steps.asks("client", "source", path),
            steps.thinks("source", f"read from {entity.table}"),
            steps.asks("source", "target", f"the {other.label_plural} of these"),
            steps.asks("target", "database", f"read from {other.table}, once for all"),
            steps.answers("source", "client", f"200 {entity.label_plural}"),
        ),
    )


def _asked(model: Model, operation: Operation) -> str:
    method, path = operation.http.method.upper(), operation.http.path
    return steps.asks("client", "source", f"{method} {model.api.prefix}{path}")


def _done(operation: Operation, said: str) -> str:
    return steps.answers("source", "client", f"{operation.http.status} {said}")
