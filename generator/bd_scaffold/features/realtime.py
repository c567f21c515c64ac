"""`realtime`: rooms in which people see what happens at once, by a WebSocket."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.design import Design
from .feature import Feature, Reasons, in_designs
from .tables import AddedTable, TableColumn, TableReference
from .watching import Watched


def _wanted(design: Design) -> bool:
    return bool(design.realtime)


def _tables(_design: Design) -> Iterator[AddedTable]:
    """Rooms with the number of what was told in them, what that was, and who is there."""
    yield AddedTable(
        "realtime_rooms",
        (
            TableColumn("id", "bigint", primary=True, numbered=True),
            TableColumn("channel", "string", length=60),
            TableColumn("row_id", "string", length=60),
            TableColumn("position", "bigint"),
        ),
        unique=(("channel", "row_id"),),
    )
    yield AddedTable(
        "realtime_events",
        (
            TableColumn("room_id", "bigint", primary=True),
            TableColumn("position", "bigint", primary=True),
            TableColumn("event_id", "uuid"),
            TableColumn("name", "string", length=60),
            TableColumn("version", "integer"),
            TableColumn("row_key", "text"),
            TableColumn("data", "text"),
            TableColumn("recorded_at", "datetime"),
        ),
        references=(TableReference("room_id", "realtime_rooms"),),
        indexes=(("recorded_at",),),
    )
    yield AddedTable(
        "realtime_presence",
        (
            TableColumn("room_id", "bigint", primary=True),
            TableColumn("account_id", "uuid", primary=True),
            TableColumn("process", "uuid", primary=True),
            TableColumn("expires_at", "datetime"),
        ),
        references=(TableReference("room_id", "realtime_rooms"),),
        indexes=(("process",),),
    )


def _watched(design: Design) -> Watched | None:
    from .watching import realtime  # few designs ask for it

    return realtime.watched(design)


FEATURE = Feature(
    name="realtime",
    said="realtime: {room: {of: Room, join: member}}",
    summary="People in a room see at once what happens there, who is there and who types.",
    reasons=Reasons(
        9124,
        "A room counts what is told in it, under its own lock",
        "Clients come back after a broken connection and must miss nothing and see nothing "
        "twice; numbers of a sequence are not in the order of commits.",
        "The transaction that records an event gives it the next position of its room at its "
        "end, and holds the room until its commit. Processes read on from the last position.",
        "Transactions that tell something in one room wait for each other at their commit. "
        "Each event is stored for some hours, so that clients can go on.",
    ),
    used_by=in_designs(_wanted),
    wanted=_wanted,
    classes=(
        "MembersOf",
        "RealtimeChannel",
        "RealtimeEvent",
        "RealtimePresence",
        "RealtimeRoom",
    ),
    packages={"websockets": "a library of WebSockets"},
    tables=_tables,
    mapped=(
        ("models.channels", "CHANNELS"),
        ("models.realtime", "RealtimeEvent"),
        ("models.realtime", "RealtimePresence"),
        ("models.realtime", "RealtimeRoom"),
    ),
    told=False,
    shares=("listening",),
    addresses=lambda _design: ("/realtime",),
    consumes=lambda design: {
        event for room in design.realtime.values() for event in room.events
    },
    modules=("realtime_client", "rooms_for_tests"),
    watched=_watched,
)
