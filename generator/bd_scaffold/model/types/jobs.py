"""Jobs: work that is done later, in a process of its own."""

from __future__ import annotations

from typing import Annotated

from ...record import Record
from .api import ATTACHED, Property


class Job(Record, frozen=True):
    """One kind of work that is done later."""

    name: str  # in the design, in the table and of the method: "send_receipt"
    was: str  # the name that it had before, where the design says so
    class_name: str  # of what it is given: "SendReceipt"; empty where that is nothing
    input: tuple[Property, ...]  # what it is given
    every: str  # when it starts by itself, as cron has it: "0 3 * * *"; or empty
    time_zone: str  # that of `every`: "Europe/Berlin"
    on: str  # the event that it starts on; or empty
    attempts: int  # how often it is tried
    backoff: int  # seconds before the second attempt
    timeout: int  # seconds that an attempt may take
    deadline: int  # seconds after which it is not started any more; 0 for never
    queue: str  # "default"
    priority: int  # those with a higher one start first
    concurrency: int  # how many run at once in one process; 0 for any number
    description: str  # what the design says of it
    definition: str  # what `jobs/__init__.py` says of it, ready Python: "Job(…),"
    method: str  # of the class that the team writes: "async def send_receipt(…):"
    docstring: str  # of that method, ready Python


class Jobs(Record, frozen=True):
    """All work that is done later."""

    listed: tuple[Job, ...]  # in the design's order
    given: tuple[str, ...]  # the classes of what they are given, sorted
    scheduled: bool  # some of them start by themselves
    dtos: Annotated[str | None, ATTACHED]  # the module `jobs/payloads.py`; or empty
