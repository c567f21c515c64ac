"""The traces: requirement → operations → code → tests, and back; goal → what measures it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..features import FEATURES
from ..model.named import names
from ..model.types import (
    Entity,
    Fact,
    Model,
    Requirement,
    TracedGoal,
    TracedGroup,
    TracedOperation,
    TracedRequirement,
    Traces,
)
from ..operation import Operation, OperationKind
from .section import Section, Told

_API = "tests/api/test_{}.py"
_TESTS: dict[OperationKind, str] = {
    "list": "list",
    "get": "get",
    "nested_get": "nested_one",
    "create": "create",
    "replace": "change",
    "update": "change",
    "delete": "delete",
    "link": "nested_links",
    "unlink": "nested_links",
}
"""The module that tries what every entity may have, by what is done."""

_EXPECTED = "volume"
"""The word of what is expected, and is no goal."""

_MEASURES = {
    "latency": "`http_request_duration_seconds` at `/metrics`, by route",
    "throughput": "`http_requests_total` at `/metrics`, as a rate",
    "availability": "the share of 5xx in `http_requests_total` at `/metrics`",
}
"""What measures a goal in every project, by the goal's word of `requirements.quality`."""

_REHEARSED = {
    "recovery.rto": "the duration that a restore rehearsal prints (`restore_rehearsal.py`)"
}
"""The same in a project that has the page about backups, and with it the rehearsal."""


class Offered(NamedTuple):
    """Something that clients can do, and the files with tests of it."""

    owner: str  # "Product"; empty for operations of the project's own
    full_name: str  # "Product.list"
    operation: Operation
    tests: tuple[str, ...]


class Served(NamedTuple):
    """The operations of one service."""

    name: str
    code: str
    operations: tuple[Offered, ...]


def _nothing(told: Told) -> str:
    requirements = told.model.requirements
    if requirements.functional or requirements.quality:
        return ""
    return (
        "The design states no requirement and no goal, so operations lead to code and tests "
        "alone: `requirements` in `design.yaml` declares them."
    )


def traces_of(model: Model, measures: Mapping[str, str] = _MEASURES) -> Traces:
    """Return each requirement with what meets it, and each operation with what it is for."""
    found = tuple(served(model))
    asked = model.requirements.functional
    return Traces(
        requirements=tuple(_requirement(each, found) for each in asked),
        groups=tuple(_group(model, each, asked) for each in found),
        goals=tuple(
            _goal(each, measures)
            for each in model.requirements.quality
            if each.word != _EXPECTED
        ),
        held=_links(_held(model)),
    )


def _requirement(asked: Requirement, served: Iterable[Served]) -> TracedRequirement:
    met_by = (
        offered.full_name
        for each in served
        for offered in each.operations
        if any(_names(written, offered) for written in asked.operations)
    )
    return TracedRequirement(asked.id, asked.text, tuple(met_by))


def _names(written: str, offered: Offered) -> bool:
    return names(written, offered.owner, offered.operation, offered.full_name)


def _group(model: Model, served: Served, asked: Sequence[Requirement]) -> TracedGroup:
    operations = tuple(
        TracedOperation(
            name=each.full_name,
            method=each.operation.http.method.upper(),
            path=model.api.prefix + each.operation.http.path,
            tests=_links(each.tests),
            requirements=tuple(
                requirement.id
                for requirement in asked
                if any(_names(written, each) for written in requirement.operations)
            ),
        )
        for each in served.operations
    )
    return TracedGroup(served.name, served.code, operations)


def served(model: Model) -> Iterator[Served]:
    """Yield what clients can do, the operations of the design's own last."""
    for entity in model.entities:
        offered = (
            Offered(
                owner=entity.name,
                full_name=f"{entity.name}.{operation.name}",
                operation=operation,
                tests=tuple(_tests_of(model, entity, operation)),
            )
            for operation in entity.operations
        )
        if found := tuple(offered):
            yield Served(entity.name, f"{entity.directory}/service.py", found)
    for group in model.custom:
        tests = (f"{group.tests}/test_operations.py",)
        own = (
            Offered(group.name, each.full_name, each.operation, tests)
            for each in group.operations
        )
        name = f"Operations of {group.label}"
        yield Served(name, f"{group.directory}/operations.py", tuple(own))


def _tests_of(model: Model, entity: Entity, operation: Operation) -> Iterator[str]:
    for feature in FEATURES:
        if module := feature.tests.get(
            operation.name, feature.tests.get(operation.kind, "")
        ):
            yield _API.format(module)
            return
    if operation.kind == "nested_list":
        yield _API.format(_nested(model, entity, operation))
    elif operation.kind in _TESTS:
        yield _API.format(_TESTS[operation.kind])


def _nested(model: Model, entity: Entity, operation: Operation) -> str:
    """Return what tries a list under another's path, by how that leads to its rows."""
    path = operation.http.path
    through = any(each.path == path and each.through for each in entity.nested)
    if not through:
        return "nested"
    linked = {each.path for other in model.entities for each in other.nested_links}
    return "nested_links" if path in linked else "through"


def _held(model: Model) -> Iterator[str]:
    """Yield what tries all of them, whatever they do."""
    if model.security:
        yield "tests/access/test_rules.py"
    yield "tests/test_fuzz.py"


def _links(files: Iterable[str]) -> str:
    return ", ".join(f"[{file.rpartition('/')[2]}](../{file})" for file in files)


def _goal(goal: Fact, measures: Mapping[str, str]) -> TracedGoal:
    return TracedGoal(goal.name, goal.value, measures.get(goal.word, ""))


def _traces(told: Told) -> Traces:
    documents = told.design.documents
    measures = dict(_MEASURES)
    if documents is not None and documents.backup:
        measures |= _REHEARSED
    for feature in FEATURES:
        if feature.wanted(told.design):
            measures |= feature.measures
    return traces_of(told.model, measures)


SECTION = Section(
    name="traces",
    title="Traces",
    file="traces.md",
    summary="The operations that meet each requirement, with their code and their tests.",
    nothing=_nothing,
    stands=True,
    facts=_traces,
)
