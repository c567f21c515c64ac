"""Events: what others are told of changes of rows."""

from __future__ import annotations

from ...record import Record


class EventField(Record, frozen=True):
    """What an event says of its row, as one member of its data."""

    name: str  # in JSON, as answers call it: "customer_id"
    attribute: str  # of the mapped class: "customer_id"
    field: str  # in the design: "customer"


class Event(Record, frozen=True):
    """What others are told of a change of a row."""

    name: str  # in the design, and on its way: "OrderPlaced"
    was: str  # the name that it had before, where the design says so; otherwise empty
    version: int  # of what it says
    entity: str  # of whose rows it tells: "Order"
    operations: tuple[str, ...]  # of which it tells: "create", "place"
    fields: tuple[EventField, ...]  # what it says of the row
    entry: str  # in ready Python: "Event(…)"
    description: str = ""  # what the design says of it
