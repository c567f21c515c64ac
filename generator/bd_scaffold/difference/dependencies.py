"""What a design says of other systems, and what their contracts offer."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import matching
from ..model.types import Breaker, Dependency, DependencyOperation, Model
from .change import Change
from .lists import given_or_not, reordered, replaced, reworded

_NUMBERS = ("timeout", "attempts", "retry_budget", "at_once", "wait")


def dependencies(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in the other systems that are called, and in their methods."""
    found = matching.dependencies(old, new)
    for older, newer in found.kept:
        yield from _dependency(older, newer)
    for each in found.added:
        yield Change(f"resilience.{each.name}", "added", "added")
    for each in found.removed:
        yield Change(f"resilience.{each.name}", "removed", "removed")
    yield from reordered("resilience", "they stand", old.dependencies, found)


def _dependency(old: Dependency, new: Dependency) -> Iterator[Change]:
    subject = f"resilience.{old.name}"
    if old.name != new.name:
        yield Change(subject, f"renamed to {new.name}", "renamed")
    for word in _NUMBERS:
        yield from replaced(subject, word, getattr(old, word), getattr(new, word))
    yield from _breaker(subject, old.breaker, new.breaker)
    yield from replaced(subject, "credential", _credential(old), _credential(new))
    yield from given_or_not(subject, "contract", old.contract, new.contract)
    yield from _operations(subject, old, new)
    if old.contract == new.contract and old.contract_sha != new.contract_sha:
        yield Change(subject, f"{new.contract or 'contract'} changed", "changed")
    yield from reworded(subject, "description", old.description, new.description)


def _credential(each: Dependency) -> str:
    return f"{each.credential} {each.credential_header}"


def _breaker(
    subject: str, old: Breaker | None, new: Breaker | None
) -> Iterator[Change]:
    if old and new:
        for word in ("failures", "share", "window", "open"):
            values = getattr(old, word), getattr(new, word)
            yield from replaced(f"{subject}.breaker", word, *values)
    elif old != new:
        word = "added" if new else "removed"
        yield Change(subject, f"breaker {word}", word)


def _operations(subject: str, old: Dependency, new: Dependency) -> Iterator[Change]:
    """Yield methods that came and went: the other side's, so that callers here may break."""
    then = {each.name: each for each in old.operations}
    now = {each.name: each for each in new.operations}
    for name, each in now.items():
        if name not in then:
            yield Change(f"{subject}.{name}", "method added", "added")
        elif then[name] != each:
            yield from _operation(f"{subject}.{name}", then[name], each)
    for name in (each for each in then if each not in now):
        yield Change(f"{subject}.{name}", "method removed", "removed")


def _operation(
    subject: str, old: DependencyOperation, new: DependencyOperation
) -> Iterator[Change]:
    yield from replaced(subject, "method", old.method, new.method)
    yield from replaced(subject, "path", old.path, new.path)
    yield from replaced(subject, "parameters", _given(old), _given(new))
    yield from replaced(subject, "answer", old.answer, new.answer)
    if old.repeats != new.repeats:
        word = "added" if new.repeats else "removed"
        yield Change(subject, f"repeats {word}", word)


def _given(each: DependencyOperation) -> str:
    return f"({', '.join(each.given)})"
