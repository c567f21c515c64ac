"""The first copy of each row of which there is a history: that it was created."""

from collections.abc import Sequence

import sqlalchemy as sa

from workshop.models.history import HISTORY

from .rows import SINCE, Row


def first_copies(
    table: sa.Table, rows: Sequence[Row]
) -> tuple[sa.Table, list[Row]] | None:
    """Return the table of copies, and those of new rows; None for rows without a history."""
    if table not in HISTORY:
        return None
    copies = HISTORY[table].table
    copied = [each for each in table.columns if each.name in copies.columns]
    return copies, [
        {
            "history_operation": "create",
            "history_at": row.get("created_at", SINCE),
            "history_request_id": "seeds",
            **{each.name: row[each.key] for each in copied if each.key in row},
        }
        for row in rows
    ]
