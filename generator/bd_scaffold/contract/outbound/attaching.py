"""The code that follows from another system's contract: its classes, and its methods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model.types import Dependency, DependencyOperation, Model
from ...names import docstring, python_string
from ...record import replace
from ...resolve.outbound import OtherContract, OtherOperation
from .. import dtos


def attached(
    model: Model, others: Mapping[str, OtherContract], older: Model | None
) -> Model:
    """Return a model whose clients have their code.

    What the same release made of the same contract is taken from an `older` model.
    """
    if not model.dependencies:
        return model
    known = {(e.name, e.contract_sha): e for e in (older.dependencies if older else ())}
    made = (
        _made(each, others.get(each.name), known.get((each.name, each.contract_sha)))
        for each in model.dependencies
    )
    return replace(model, dependencies=tuple(made))


def _made(
    each: Dependency, contract: OtherContract | None, known: Dependency | None
) -> Dependency:
    if contract is None:
        return each
    if known and known.calls and known.operations == each.operations:
        return replace(each, models=known.models, calls=known.calls)
    models = dtos.models_of(contract.schemas) if contract.schemas else ""
    body = "\n".join(_calls(each, contract))
    head = "\n".join(_imports(each, body))
    return replace(each, models=models, calls=dtos.formatted(f"{head}\n\n{body}"))


def _imports(each: Dependency, body: str) -> Iterator[str]:
    typed = [name for name in ("Any", "Literal") if re.search(rf"\b{name}\b", body)]
    if typed:
        yield f"from typing import {', '.join(typed)}"
        yield ""
    if "TypeAdapter" in body:
        yield "from pydantic import TypeAdapter"
        yield ""
    core = f"{each.package.partition('.')[0]}.core.outbound"
    used = ["Call"] * ("Call(" in body) + ["new_key"] * ("new_key()" in body)
    if used:
        yield f"from {core}.calls import {', '.join(used)}"
    yield f"from {core}.client import Client"
    if "models." in body:
        yield ""
        yield "from . import models"


def _calls(each: Dependency, contract: OtherContract) -> Iterator[str]:
    """Yield constants and methods."""
    answers = dict.fromkeys(e.answer for e in contract.operations)
    names = {kind: f"_ANSWER_{number}" for number, kind in enumerate(answers, 1)}
    for kind, name in names.items():
        if _is_read(kind):
            yield f"{name}: TypeAdapter[{kind}] = TypeAdapter({kind})"
    if any(map(_is_read, names)):
        yield ""
        yield ""
    yield f"class {each.calls_name}(Client):"
    yield f'    """What {each.name} offers, as its contract has it; each method is one call."""'
    pairs = zip(each.operations, contract.operations, strict=True)
    for made, said in pairs:
        yield ""
        yield from _method(made, said, names[said.answer])


def _is_read(answer: str) -> bool:
    return answer not in ("bytes", "None")


def _method(
    made: DependencyOperation, said: OtherOperation, answer: str
) -> Iterator[str]:
    given = ", ".join(("self", *made.given))
    yield f"    async def {made.name}({given}) -> {made.answer}:"
    yield f"        {docstring(said.summary, 8, summary=True)}"
    call = f"Call({', '.join(_arguments(said))})"
    if _is_read(made.answer):
        yield f"        return await self.called({call}, {answer})"
    elif made.answer == "bytes":
        yield f"        return await self.called_for_bytes({call})"
    else:
        yield f"        await self.called_for_bytes({call})"


def _arguments(said: OtherOperation) -> Iterator[str]:
    yield python_string(said.name)
    yield python_string(said.method)
    yield python_string(said.path)
    for where, word in (("path", "path"), ("query", "query"), ("header", "headers")):
        found = [
            f"{python_string(each.name)}: {each.attribute}"
            for each in said.parameters
            if each.where == where
        ]
        if found:
            yield f"{word}={{{', '.join(found)}}}"
    if said.body:
        yield "body=body"
        if said.body_type != "application/json":
            yield f"body_type={python_string(said.body_type)}"
    if said.takes_key:
        yield "key=idempotency_key or new_key()"
    yield "timeout=timeout"
