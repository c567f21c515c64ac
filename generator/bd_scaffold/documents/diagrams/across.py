"""What areas ask of each other, step by step, as the generated code takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.types import Entity, Model
from ...operation import Operation
from . import steps
from .mermaid import diagram
from .relations import Relation
from .said import listed, sentence
from .types import Diagram

_MOST = 6
"""Calls of one diagram."""

Call = tuple[str, tuple[str, ...]]
"""What is called, for people, and its steps."""


def across_diagrams(model: Model, relations: Sequence[Relation]) -> Iterator[Diagram]:
    """Yield what each area asks of each other one, in parts where that is much."""
    calls: dict[tuple[str, str], list[Call]] = {}
    for source, target, call in _calls(model, relations):
        calls.setdefault((source, target), []).append(call)
    for (source, target), found in calls.items():
        parts = [found[at : at + _MOST] for at in range(0, len(found), _MOST)]
        for number, part in enumerate(parts, start=1):
            of = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
            name = f"across-{source}-{target}{f'-{number}' if of else ''}"
            yield _diagram(name, source, target, of, part)


def _diagram(
    name: str, source: str, target: str, of: str, calls: Sequence[Call]
) -> Diagram:
    lines = (
        steps.actor("client", "Client"),
        steps.participant("source", source),
        steps.participant("target", target),
        steps.participant("database", "Database"),
        *(line for _, call in calls for line in call),
    )
    title = f"What {source} asks of {target}{of}"
    said = f"{source} needs {target} for {listed([said for said, _ in calls])}"
    return diagram(name, steps.KIND, title, sentence(said), lines)


def _calls(
    model: Model, relations: Sequence[Relation]
) -> Iterator[tuple[str, str, Call]]:
    """Yield each call between two areas, with the area that asks and the other one."""
    by_name = {each.name: each for each in model.entities}
    for relation in relations:
        source, target = by_name[relation.source], by_name.get(relation.target)
        if target is not None and _apart(source, target):
            for call in _written(model, source, target, relation):
                yield source.area or "", target.area or "", call
    for entity in model.entities:
        for operation in entity.operations:
            parent = by_name.get(operation.key_of or "")
            if parent and operation.kind in _NESTED and _apart(entity, parent):
                call = _nested(model, entity, parent, operation)
                yield entity.area or "", parent.area or "", call
        for each in entity.inclusions:
            other = by_name[each.target]
            if _apart(entity, other):
                call = _included(model, entity, other, each.name)
                yield entity.area or "", other.area or "", call


_NESTED = ("nested_list", "nested_get")


def _apart(source: Entity, target: Entity) -> bool:
    """True for two of different areas."""
    return bool(source.area and target.area) and source.area != target.area


def _written(
    model: Model, source: Entity, target: Entity, relation: Relation
) -> Iterator[Call]:
    """Yield what happens when a row is made that refers to one of another area."""
    creates = [each for each in source.operations if each.kind == "create"]
    for operation in creates[:1]:
        answer = f"{operation.http.status} the {source.label}"
        held = (
            f"insert rows of {source.table} and of their relation to {target.table}"
            if relation.many
            else f"insert into {source.table}, with {', '.join(relation.columns)}"
        )
        yield (
            f"{operation.summary.lower()} ({relation.name})",
            (
                _asked(model, operation),
                steps.asks("source", "database", held),
                steps.thinks("target,database", f"{target.table} has to have that row"),
                *steps.ends(
                    "it has not", steps.answers("source", "client", "409")
                ),
                steps.answers("source", "client", answer),
            ),
        )


def _nested(
    model: Model, entity: Entity, parent: Entity, operation: Operation
) -> Call:
    """Return a list under a path of another area, which says whether there is such a row."""
    missing = steps.answers("source", "client", "404")
    return operation.summary.lower(), (
        _asked(model, operation),
        steps.asks("source", "target", f"get the {parent.label}"),
        steps.asks("target", "database", f"read from {parent.table}"),
        *steps.ends("there is none that the caller may see", missing),
        steps.asks("source", "database", f"read from {entity.table}"),
        steps.answers("source", "client", f"{operation.http.status}"),
    )


def _included(model: Model, entity: Entity, other: Entity, name: str) -> Call:
    """Return a list whose rows show rows of another area, where a request asks for them."""
    path = f"GET {model.api.prefix}{entity.path}"
    return f"{entity.label_plural} with {name}", (
        steps.asks("client", "source", f"{path}?include={name}"),
        steps.asks("source", "database", f"read from {entity.table}"),
        steps.asks("source", "target", f"their {other.label_plural}"),
        steps.asks("target", "database", f"read from {other.table}, once for all"),
        steps.answers("source", "client", "200 both"),
    )


def _asked(model: Model, operation: Operation) -> str:
    method, path = operation.http.method.upper(), operation.http.path
    return steps.asks("client", "source", f"{method} {model.api.prefix}{path}")
