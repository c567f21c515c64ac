"""Events that were recorded before they said as much as today say what their rows have now."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from pydantic_core import from_json, to_json

from chat.core.db.unit_of_work import UnitOfWork
from chat.models.base import Base
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
    if told is not None and _is_told_of(today.model, event.aggregate_type):
        with suppress(ValueError, ArithmeticError):  # its rows have another key today
            key = tuple(_key(today.model, event.aggregate_id))
            rows = await work.session.run_sync(lambda each: [*told.stored(each, [key])])
    now: dict[str, Any] = from_json(today.data(rows[0])) if rows else {}
    whole = {each: said.get(each, now.get(each)) for each in today.fields}
    return to_json(whole).decode()


def _is_told_of(model: type[Any], kind: str) -> bool:
    """Tell whether rows of a kind are a model's: by its name, or by one that is no model's any more.

    An entity that was renamed had that one when the event was recorded.
    """
    return kind == model.__name__ or all(
        mapper.class_.__name__ != kind for mapper in Base.registry.mappers
    )


def _key(model: type[Any], written: str) -> Iterator[Any]:
    """Yield the parts of a key as its columns have them."""
    table: Any = model.__table__
    for column, part in zip(table.primary_key, written.split("/"), strict=True):
        kind: Any = column.type.python_type
        yield getattr(kind, "fromisoformat", kind)(unquote(part))
