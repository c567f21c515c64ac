"""`messaging`: a broker carries events to other processes, and to other services."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..language.design import Design
from ..language.finding import Finding
from .feature import Feature, Reasons, Usage, in_designs
from .watching import Watched


def _is_said(design: Design) -> bool:
    return design.messaging.broker != "database"


def is_wanted(design: Design) -> bool:
    """Tell whether a broker carries a design's events."""
    return _is_said(design) and bool(design.events)


def carried_by(broker: str) -> Callable[[Usage], bool]:
    """Return whether an entity is one of a design whose events a broker carries."""
    return in_designs(
        lambda design: is_wanted(design) and design.messaging.broker == broker
    )


def _remarks(design: Design) -> Iterator[Finding]:
    """A broker is for events."""
    if not design.events:
        message = "There are no events to carry."
        hint = "Say what others are told of, `events`, or leave the word out."
        yield Finding(("messaging", "broker"), "BD987", message, hint)


def _watched(design: Design) -> Watched | None:
    from .watching import messaging  # few designs ask for it

    return messaging.watched(design)


FEATURE = Feature(
    name="messaging",
    said="messaging: {broker: …}",
    summary="A broker carries events to this service's jobs, and to other services.",
    reasons=Reasons(
        9123,
        "A broker carries events to other services",
        "Other services follow what happens here. If they read the database, they depend on "
        "its tables; if they are called, they have to be there at that moment.",
        "The relay publishes each event to a broker, as a CloudEvent, and deletes it when the "
        "broker has confirmed that it is stored. The worker takes its own jobs' events from "
        "the broker as any other service does.",
        "Events come at least once, so consumers have to recognise what they have had. While "
        "the broker is away, events wait in the database and requests go on.",
    ),
    used_by=in_designs(is_wanted),
    wanted=_is_said,
    remarks=_remarks,
    told=False,
    worker=True,
    consumes=lambda design: design.events if is_wanted(design) else (),
    modules=("memory_broker",),
    watched=_watched,
)
