"""Other systems: what they are called, and numbers that a client can live with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ..diagnostics import did_you_mean, one_of
from ..language.finding import Finding
from ..language.quantities import seconds_of
from ..language.resilience import Breaker, Dependency
from ..language.tree import Path
from ..names import safe_method
from ..resolve import Resolved
from .naming import SNAKE, shaped

_TAKEN = frozenset(("database", "request", "kit", "database_statement"))
"""Settings of the project's own would be called alike, or its modules."""

_BOUNDS: Mapping[str, tuple[int, int]] = {"attempts": (1, 10), "at_once": (1, 10_000)}
_LONGEST = 600
_LONGEST_NAME = 36


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Each has a name of its own, and each number makes sense beside the others."""
    known = resolved.design.resilience
    settings = _settings(resolved)
    for name, said in known.items():
        place: Path = ("resilience", name)
        yield from shaped(place, name, SNAKE)
        yield from _name(place, name, settings)
        yield from _numbers(place, said)
        if said.breaker is not None:
            yield from _breaker((*place, "breaker"), said.breaker)
    for full, written in resolved.design.operations.items():
        for position, called in enumerate(written.calls):
            there: Path = ("operations", full, "calls", position)
            yield from _called(there, called, known)
            if called in written.calls[:position]:
                yield Finding(there, "BD116", f"{called} is listed twice.")


def _settings(resolved: Resolved) -> Counter[str]:
    """Return in how many capabilities' settings each name is, those of the systems among them."""
    design = resolved.design
    return Counter(
        name
        for feature in resolved.features
        for name in {each.name for each in feature.settings(design)}
    )


def _name(place: Path, name: str, settings: Mapping[str, int]) -> Iterator[Finding]:
    own = (f"{name.upper()}_URL", f"{name.upper()}_TOKEN")
    twice = [each for each in own if settings[each] > 1]
    if twice:
        message = f"{twice[0]} is another setting of this project already."
        yield Finding(place, "BD112", message, f'Try "{name}_service".')
    if name in _TAKEN or safe_method(name) != name:
        message = f'"{name}" means something else in the code or the settings.'
        yield Finding(place, "BD112", message, f'Try "{name}_service".')
    if len(name) > _LONGEST_NAME:
        message = f"A dependency's name has at most {_LONGEST_NAME} letters."
        yield Finding(place, "BD108", message, "Its client and its settings have more.")


def _numbers(place: Path, said: Dependency) -> Iterator[Finding]:
    for word, (least, most) in _BOUNDS.items():
        if not least <= getattr(said, word) <= most:
            message = f"{getattr(said, word)} is not from {least} to {most:,}."
            yield Finding((*place, word), "BD1016", message)
    timeout = seconds_of(said.timeout) or 0
    if timeout > _LONGEST:
        message = f"Nobody waits {said.timeout} for an answer."
        hint = (
            "Write at most 10m; what takes longer is asked for, and looked for later."
        )
        yield Finding((*place, "timeout"), "BD1016", message, hint)
    if (seconds_of(said.wait) or 0) >= timeout:
        message = (
            f"A call that waits {said.wait} has no time left of its {said.timeout}."
        )
        hint = "Write a shorter `wait`, or a longer `timeout`."
        yield Finding((*place, "wait"), "BD1017", message, hint)


def _breaker(place: Path, said: Breaker) -> Iterator[Finding]:
    if not 1 <= said.failures <= 10_000:
        message = f"{said.failures} is not from 1 to 10,000."
        yield Finding((*place, "failures"), "BD1016", message)
    for word in ("window", "open"):
        if (seconds_of(getattr(said, word)) or 0) > 6 * _LONGEST:
            message = f"{getattr(said, word)} is longer than an hour."
            yield Finding((*place, word), "BD1016", message, "Write at most 60m.")


def _called(
    place: Path, called: str, known: Mapping[str, Dependency]
) -> Iterator[Finding]:
    if called not in known:
        message = f'"{called}" is not a dependency.'
        hint = did_you_mean(called, known) or (
            one_of(known) if known else "Name it in `resilience` first."
        )
        yield Finding(place, "BD1015", message, hint)
