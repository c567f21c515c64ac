"""What was measured for the figures of the documents, each with how and when."""

from __future__ import annotations

from .record import Record


class Cost(Record, frozen=True):
    """What a request costs the process that serves it."""

    operation: str  # "get"
    milliseconds: float  # of CPU time


COSTS = (
    Cost("get", 0.61),
    Cost("list of 20 rows, filtered, sorted, with a total", 0.94),
    Cost("create", 0.90),
    Cost("patch", 1.07),
)
"""One uvicorn process with a pool of connections to PostgreSQL on the same machine."""

WHEN = "29 November 2026"

COSTS_SOURCE = "measured with `benchmarks/serve.py` of bd-scaffold"
COSTS_MEASURED = (
    f"CPU times are those of one uvicorn process without authentication, measured on {WHEN}: "
    "medians of five rounds, on two cores that had nothing else to do."
)

SIGNED_IN = 1.2
SIGNED_IN_SOURCE = (
    "limit for a token and access rules in `benchmarks/secure.py` of bd-scaffold"
)


class Rate(Record, frozen=True):
    """How many rows PostgreSQL does something to in a second."""

    what: str
    rows: int
    how: str  # the statement


INDEX = Rate("New index", 500_000, "CREATE INDEX CONCURRENTLY")
CHECK = Rate("New constraint", 2_900_000, "ALTER TABLE … VALIDATE CONSTRAINT")
REWRITE = Rate(
    "Type change", 116_000, "ALTER TABLE … ALTER COLUMN … TYPE, with two indexes"
)
FILL = Rate("Backfill", 25_000, "UPDATE of every row, with three indexes")

RATES = (INDEX, CHECK, REWRITE, FILL)

RATES_SOURCE = "measured on PostgreSQL 18.4"
RATES_MEASURED = (
    f"The rates were measured on {WHEN}, with 500,000 rows of 110 bytes in memory, on two cores "
    "that also ran other work. A larger table takes longer per row, a faster machine less."
)
