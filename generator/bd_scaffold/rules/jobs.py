"""Jobs: what starts them, what they are given, and how often they are tried."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from keyword import iskeyword

from .. import names
from ..diagnostics import did_you_mean, one_of
from ..language.design import Design
from ..language.finding import Finding
from ..language.jobs import Job
from ..language.sections import seconds
from ..language.tree import Path
from ..resolve import Resolved
from ..resolve.jobs import events_of
from .custom import wrong_field
from .naming import SNAKE, shaped

_TAKEN = frozenset({"run", "work", "not_written", "payloads"})
_QUEUE = 60


def rule(resolved: Resolved) -> Iterator[Finding]:
    """Each is started by one thing, is given what fits, and is tried some times."""
    design = resolved.design
    if not design.jobs:
        return
    events = events_of(design, resolved.features)
    for name, written in design.jobs.items():
        place: Path = ("jobs", name)
        yield from shaped(place, name, SNAKE)
        if name in _TAKEN or iskeyword(name):
            message = f'"{name}" means something else in the code of jobs.'
            yield Finding(place, "BD112", message, f'Try "{name}_all".')
        yield from _start(place, written, [*events])
        yield from _given(design, place, written)
        yield from _numbers(place, written)


def _start(place: Path, written: Job, events: list[str]) -> Iterator[Finding]:
    """A job starts by itself, on an event, or where code enqueues it."""
    if written.every and written.on:
        message = "It starts by itself or on an event, and not by both."
        yield Finding((*place, "on"), "BD976", message, "Write two jobs.")
    elif written.input is not None and (written.every or written.on):
        by = "by itself" if written.every else "on an event"
        message = f"It starts {by}, so that nobody gives it anything."
        hint = (
            "Leave `input` out."
            if written.every
            else "Leave `input` out: it is given what the event says."
        )
        yield Finding((*place, "input"), "BD976", message, hint)
    if written.on and written.on not in events:
        message = f'"{written.on}" is no event of the design.'
        hint = did_you_mean(written.on, events)
        if not hint:
            hint = one_of(events) if events else "Leave `on` out, and enqueue it."
        yield Finding((*place, "on"), "BD978", message, hint)
    if written.time_zone is None:
        return
    if not written.every:
        message = "A time zone without a schedule says nothing."
        yield Finding((*place, "time_zone"), "BD977", message, "Write `every`, too.")
    zones = _zones()
    if zones and written.time_zone not in zones:
        message = f'"{written.time_zone}" is no time zone.'
        hint = did_you_mean(written.time_zone, sorted(zones)) or "Write Europe/Berlin."
        yield Finding((*place, "time_zone"), "BD977", message, hint)


@cache
def _zones() -> Collection[str]:
    """Return the time zones of the machine, of which it reads some hundred files."""
    from zoneinfo import available_timezones  # few designs say one

    return available_timezones()


def _given(design: Design, place: Path, written: Job) -> Iterator[Finding]:
    said, inner = written.input, (*place, "input")
    if isinstance(said, str):
        if said not in design.types:
            message = f'"{said}" is not a value type.'
            hint = (
                did_you_mean(said, design.types) or "Write fields, as in {order: uuid}."
            )
            yield Finding(inner, "BD103", message, hint)
        return
    if said is not None and not said:
        yield Finding(inner, "BD115", "There is nothing in it.", "Leave it out.")
    for name, field in (said or {}).items():
        yield from wrong_field(design, (*inner, name), name, field, "a job is given")


def _numbers(place: Path, written: Job) -> Iterator[Finding]:
    for word, least, most in (
        ("attempts", 1, 100),
        ("priority", -1000, 1000),
        ("concurrency", 1, 1000),
    ):
        value = getattr(written, word)
        if value is not None and not least <= value <= most:
            message = f"{value} is not from {least} to {most}."
            yield Finding((*place, word), "BD979", message)
    if len(written.queue) > _QUEUE or not names.is_kebab_name(
        written.queue.replace("_", "-")
    ):
        message = f'"{written.queue}" is not the name of a queue.'
        hint = "Write lower case words joined by hyphens or underscores: mail."
        yield Finding((*place, "queue"), "BD980", message, hint)
    if written.deadline and seconds(written.deadline) < seconds(written.backoff):
        message = "Its deadline is over before a second attempt could begin."
        hint = "Write a longer `deadline`, or a shorter `backoff`."
        if written.attempts > 1:
            yield Finding((*place, "deadline"), "BD981", message, hint)
