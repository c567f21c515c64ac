"""Other systems that the project calls, put together from the design and their contracts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from .. import names
from ..language.quantities import seconds_of
from ..language.resilience import Dependency as Said
from ..language.resilience import hundredths
from ..layout import Node, collection, lines
from ..names import python_string
from ..resolve import Resolved
from ..resolve.naming import package_of
from ..resolve.outbound import OUTBOUND, OtherContract, OtherOperation
from .types import Breaker, Dependency, DependencyOperation

_REPEATABLE = frozenset(("GET", "HEAD", "OPTIONS", "PUT", "DELETE"))
"""Methods that come to the same however often they are called (RFC 9110, 9.2.2)."""


_TOLD = {
    "bearer": "a token",
    "basic": "a name and a password, `name:password`",
    "header": "what is sent as {}",
}


def dependencies_of(resolved: Resolved) -> Iterator[Dependency]:
    """Yield the other systems that a design calls, in its order."""
    package = f"{package_of(resolved.design)}.{OUTBOUND}"
    for name, said in resolved.design.resilience.items():
        yield _dependency(package, name, said, resolved.others.get(name))


def _dependency(
    package: str, name: str, said: Said, contract: OtherContract | None
) -> Dependency:
    own, stem = f"{package}.{name}", names.pascal(name)
    header = contract.credential_header if contract else "Authorization"
    return Dependency(
        name=name,
        was=said.was or "",
        description=said.description or "",
        class_name=f"{stem}Client",
        calls_name=f"{stem}Calls",
        package=own,
        directory=f"src/{own.replace('.', '/')}",
        setting=name.upper(),
        timeout=_seconds(said.timeout),
        attempts=said.attempts,
        retry_budget=hundredths(said.retry_budget) / 100,
        at_once=said.at_once,
        wait=_seconds(said.wait),
        breaker=(
            Breaker(
                failures=said.breaker.failures,
                share=hundredths(said.breaker.share) / 100,
                window=_seconds(said.breaker.window),
                open=_seconds(said.breaker.open),
            )
            if said.breaker is not None
            else None
        ),
        credential=contract.credential if contract else "bearer",
        credential_header=header,
        credential_told=_TOLD[contract.credential if contract else "bearer"].format(
            header
        ),
        contract=contract.path if contract else "",
        contract_sha=contract.sha if contract else "",
        operations=tuple(map(_operation, contract.operations)) if contract else (),
    )


def _operation(each: OtherOperation) -> DependencyOperation:
    return DependencyOperation(
        name=each.name,
        id=each.id,
        method=each.method,
        path=each.path,
        given=tuple(given_of(each)),
        answer=each.answer,
        repeats=each.method in _REPEATABLE or each.takes_key,
        tried="\n".join(_tried(each)),
    )


def _tried(each: OtherOperation) -> Iterator[str]:
    """Yield what the test of a method gives, and the path that it looks for."""
    given = [_sample(e.type) for e in each.parameters if e.where == "path"]
    if each.body and each.body_needed:
        given.append(_sample(each.body))
    named = [
        f"{python_string(e.attribute)}: {_sample(e.type)}"
        for e in each.parameters
        if e.where != "path" and e.required
    ]
    parts = re.split(r"\{[^{}]+\}", each.path)
    path = "/v1" + "[^/]+".join(re.escape(quote(e, safe=_SAFE)) for e in parts)
    yield from lines(collection(given), 8, ",")
    yield from lines(Node("{", tuple(named), "}"), 8, ",")
    yield from lines(python_string(each.method), 8, ",")
    yield from lines(python_string(path), 8, ",")


_SAFE = "/:@!$&'()*+,;=-._~"
_SAMPLES = {"str": '"a"', "int": "1", "float": "1.0", "bool": "True", "bytes": 'b"a"'}
_FIRST = re.compile(r"""Literal\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,\]]+)""")


def _sample(kind: str) -> str:
    """Return a value of a type, as Python: whatever it says, it goes over the wire."""
    if found := _FIRST.match(kind):
        return found[1]
    first = kind.partition(" | ")[0]
    if first.startswith("models."):
        return 'b"{}"'  # a body that is sent as it is
    if first.startswith(("list[", "dict[")):
        return "[]" if first.startswith("list[") else "{}"
    return _SAMPLES.get(first, "None")


def given_of(each: OtherOperation) -> Iterator[str]:
    """Yield the parameters of a method, as Python: first those that have to be there."""
    for parameter in each.parameters:
        if parameter.where == "path":
            yield f"{parameter.attribute}: {parameter.type}"
    if each.body and each.body_needed:
        yield f"body: {each.body}"
    yield "*"
    for parameter in each.parameters:
        if parameter.where != "path" and parameter.required:
            yield f"{parameter.attribute}: {parameter.type}"
    if each.body and not each.body_needed:
        yield f"body: {_optional(each.body)} = None"
    for parameter in each.parameters:
        if not parameter.required:
            yield f"{parameter.attribute}: {_optional(parameter.type)} = None"
    if each.takes_key:
        yield "idempotency_key: str | None = None"
    yield "timeout: float | None = None"


def _optional(kind: str) -> str:
    return kind if kind == "Any" or kind.endswith("None") else f"{kind} | None"


def _seconds(said: str) -> float:
    return float(seconds_of(said) or 0)
