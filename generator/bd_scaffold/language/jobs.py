"""The author's words for jobs: work that is done later, in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .cron import CRON
from .custom import Shape
from .field_type import FieldType
from .reading import (
    LINE,
    PLAIN,
    TEXT,
    WHOLE,
    Scalar,
    Words,
    WrongError,
    plain_text,
    word,
)
from .sections import DURATION
from .tree import Path

JOB_NAME = r"^[a-z][a-z0-9_]*$"
"""What a job is called: `send_receipt`."""

_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")


def _zone(written: Any) -> Any:
    if not isinstance(written, str) or not _ZONE.fullmatch(written):
        raise WrongError("BD113", "is not a time zone: write Europe/Berlin, or UTC.")
    return plain_text(written)


ZONE = Scalar("a text", _zone, {"type": "string", "pattern": f"^{_ZONE.pattern}$"})


class Job(Words):
    """Work that is done later, in a process of its own: what starts it, and how it is tried."""

    input: str | Mapping[str, FieldType] | None = word(
        Shape(),
        "What it is given by the code that enqueues it: fields, or a value type.",
        default=None,
        examples=({"order": "uuid"},),
    )
    every: str | None = word(
        CRON,
        "When it starts by itself, as cron has it: minute, hour, day of the month, month, day "
        "of the week. However many workers there are, it starts once.",
        default=None,
        examples=("0 3 * * *",),
    )
    time_zone: str | None = word(
        ZONE,
        "The time zone that `every` is said in; UTC if not given.",
        default=None,
        examples=("Europe/Berlin",),
    )
    on: str | None = word(
        PLAIN,
        "The event that it starts on, with what the event says as its input.",
        default=None,
        examples=("OrderPlaced",),
    )
    attempts: int = word(
        WHOLE,
        "How often it is tried, until it is dead and waits for somebody to look.",
        default=5,
    )
    backoff: str = word(
        DURATION,
        "How long it waits before the second attempt; before each further one twice as long, "
        "up to an hour, and somewhat less by chance.",
        default="10s",
    )
    timeout: str = word(
        DURATION, "How long one attempt may take.", default="5m", examples=("30s",)
    )
    deadline: str | None = word(
        DURATION,
        "How long after it was enqueued it is still worth to be started.",
        default=None,
        examples=("1h",),
    )
    queue: str = word(
        LINE,
        "Its queue: a worker takes all queues, or those that `WORKER_QUEUES` names, and of "
        "each as many jobs at once as it says there.",
        default="default",
        examples=("mail",),
    )
    priority: int = word(WHOLE, "Those with a higher one are started first.", default=0)
    concurrency: int | None = word(
        WHOLE, "How many of them run at once in one worker process.", default=None
    )
    was: str | None = word(
        PLAIN,
        "The name that it had before: what is queued by that name is still done.",
        default=None,
    )
    description: str | None = word(TEXT, "What it does, in a sentence.", default=None)


def expand(data: dict[str, Any], field: Callable[[Any, Path], dict[str, Any]]) -> None:
    """Write what jobs are given in its full form; `field` reads a field's line."""
    found = data.get("jobs")
    for name, said in found.items() if isinstance(found, dict) else ():
        fields = said.get("input") if isinstance(said, dict) else None
        if isinstance(fields, dict):
            place = ("jobs", name, "input")
            said["input"] = {k: field(v, (*place, k)) for k, v in fields.items()}
