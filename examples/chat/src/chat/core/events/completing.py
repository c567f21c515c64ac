"""Events that were recorded before they said as much as today say what their rows have now."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from pydantic_core import from_json, to_json

from chat.core.db.unit_of_work import UnitOfWork
from chat.models.outbox import OutboxEvent

from .event import Event
from .recording import told_of


async def completed(work: UnitOfWork, event: OutboxEvent, today: Event) -> str:
    """Return what an event says today, as JSON; null is what a row that is gone has."""
    said: dict[str, Any] = from_json(event.data)
    if said.keys() == today.fields.keys():
        return event.data
    told = told_of(today.model.__table__)
    rows: list[Any] = []
    if told is not None and event.aggregate_type == today.model.__name__:
        key = tuple(_key(today.model, event.aggregate_id))
        rows = await work.session.run_sync(lambda each: [*told.stored(each, [key])])
    now: dict[str, Any] = from_json(today.data(rows[0])) if rows else {}
    whole = {each: said.get(each, now.get(each)) for each in today.fields}
    return to_json(whole).decode()


def _key(model: type[Any], written: str) -> Iterator[Any]:
    """Yield the parts of a key as its columns have them."""
    table: Any = model.__table__
    for column, part in zip(table.primary_key, written.split("/"), strict=True):
        kind: Any = column.type.python_type
        yield getattr(kind, "fromisoformat", kind)(unquote(part))
