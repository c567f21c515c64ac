"""What was measured for the figures of the documents, each with how and when."""

from __future__ import annotations

from ..record import Record


class Cost(Record, frozen=True):
    """What a request costs the process that serves it."""

    operation: str  # "get"
    milliseconds: float  # of CPU time


COSTS = (
    Cost("get", 0.76),
    Cost("list of 20, filtered, sorted, with its total", 1.82),
    Cost("create", 2.88),
    Cost("patch", 3.03),
)
"""One uvicorn process with a pool of connections to PostgreSQL on the same machine."""

WHEN = "29 November 2026"

COSTS_SOURCE = (
    f"`benchmarks/serve.py` of bd-scaffold, {WHEN}: CPU time of one uvicorn process, medians "
    "of three rounds on two cores that others kept busy, so that they are rather high; "
    "without signing in"
)

SIGNED_IN = 1.2
SIGNED_IN_SOURCE = (
    "the aim of `benchmarks/secure.py` of bd-scaffold for rules and a token"
)


class Rate(Record, frozen=True):
    """How many rows PostgreSQL does something to in a second."""

    what: str
    rows: int
    how: str  # the statement


INDEX = Rate("A new index", 500_000, "CREATE INDEX CONCURRENTLY")
CHECK = Rate("A new rule", 2_900_000, "ALTER TABLE … VALIDATE CONSTRAINT")
REWRITE = Rate(
    "A new type", 116_000, "ALTER TABLE … ALTER COLUMN … TYPE, with two indexes"
)
FILL = Rate("A new value", 25_000, "UPDATE of every row, with three indexes")

RATES = (INDEX, CHECK, REWRITE, FILL)

RATES_SOURCE = (
    f"measured on PostgreSQL 18.4, {WHEN}: 500,000 rows of 110 bytes in memory, on two cores "
    "that others kept busy; a larger table takes longer a row, and a faster machine less"
)
