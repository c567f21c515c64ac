"""The migration plan: in which order, how long by the rows there are, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.quantities import time
from ..measured import (
    CHECK,
    FILL,
    INDEX,
    RATES,
    RATES_MEASURED,
    RATES_SOURCE,
    REWRITE,
)
from ..model.types.figures import Figure, MigrationPage, StepTold
from .database import expected_of
from .section import Section, Told
from .tables import references_told

_MANY_ROWS = 1_000_000
"""From here on, revisions make an index while its table is written to."""


def page(told: Told) -> MigrationPage:
    """Return what the plan says of a design."""
    steps = tuple(_steps(told)) if told.model.database.postgresql else ()
    rates = (
        Figure(each.what, f"{each.rows:,} rows/s", RATES_SOURCE, each.how)
        for each in RATES
    )
    large = (e.table for e in told.model.entities if (e.volume or 0) >= _MANY_ROWS)
    late = {
        f"{table.name}.{', '.join(each.columns)}"
        for table in told.model.tables.values()
        for each in table.constraints
        if each.late
    }
    return MigrationPage(
        order=tuple(told.model.tables),
        late=tuple(e for e in references_told(told.model) if e.source in late),
        steps=steps,
        rates=tuple(rates) if steps else (),
        measured=RATES_MEASURED if steps else "",
        large=tuple(large),
    )


def _steps(told: Told) -> Iterator[StepTold]:
    expected = expected_of(told.design)
    for entity in told.model.entities:
        if entity.name not in expected:
            continue
        rows = expected[entity.name].rows
        index, check, rewrite, fill = (
            time(rows / each.rows) for each in (INDEX, CHECK, REWRITE, FILL)
        )
        yield StepTold(
            table=entity.table,
            rows=f"{rows:,}",
            index=index,
            check=check,
            rewrite=rewrite,
            fill=fill,
        )


SECTION = Section(
    name="migration",
    title="Migration Plan",
    file="migration-plan.md",
    summary="Order and expected duration of schema changes, and the rollback.",
    facts=page,
)
