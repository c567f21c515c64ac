"""Each operation that needs other systems, step by step, as the generated code takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.types import CustomGroup, CustomOperation, Dependency, Diagram, Model
from . import steps
from .mermaid import diagram
from .said import listed, sentence


def call_diagrams(model: Model) -> Iterator[Diagram]:
    """Yield a sequence for each operation of the design's own that calls another system."""
    known = {each.name: each for each in model.dependencies}
    for group in model.custom:
        for each in group.operations:
            if each.calls:
                yield _calls(model, group, each, known)


def _calls(
    model: Model,
    group: CustomGroup,
    each: CustomOperation,
    known: Mapping[str, Dependency],
) -> Diagram:
    http = each.operation.http
    called = [known[name] for name in each.calls]
    lines = (
        steps.actor("client", "Client"),
        steps.participant("api", model.project.title),
        *(steps.participant(f"other{n}", e.name) for n, e in enumerate(called, 1)),
        steps.participant("database", "Database"),
        steps.asks(
            "client", "api", f"{http.method.upper()} {model.api.prefix}{http.path}"
        ),
        *(line for n, e in enumerate(called, 1) for line in _call(f"other{n}", e)),
        steps.asks("api", "database", "what the operation reads and writes"),
        steps.answers("api", "client", f"{http.status}"),
    )
    names = listed([e.name for e in called])
    return diagram(
        f"calls-{group.handle}-{each.name}".replace("_", "-"),
        steps.KIND,
        f"{each.operation.summary}, step by step",
        sentence(
            f"{each.full_name} asks {names}",
            "a call ends in its time, and what fails in the end is answered 502, 503 or 504",
        ),
        lines,
    )


def _call(name: str, called: Dependency) -> Iterator[str]:
    refused = steps.answers("api", "client", "503 and when to ask again")
    reasons = [f"{called.at_once} calls are under way"]
    if called.breaker is not None:
        reasons.insert(0, "it has failed too often of late")
    yield from steps.ends(listed(reasons, "or"), refused)
    tries = f", up to {called.attempts} times where that is safe"
    asked = f"a call within {called.timeout:g} s{tries * (called.attempts > 1)}"
    yield steps.asks("api", name, asked)
    late = steps.answers("api", "client", "504")
    yield from steps.ends("there is no answer in time", late)
    wrong = steps.answers("api", "client", "502 or 503")
    yield from steps.ends("it fails, or refuses", wrong)
    yield steps.answers(name, "api", "its answer")
