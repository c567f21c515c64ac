"""Events as a whole; what they say of a row is judged as a response is."""

from __future__ import annotations

from .rule import Rule, breaks, keeps

_ASYNCAPI = "AsyncAPI 3.0, Channel Object"
_CLOUD = "CloudEvents 1.0, type"

RULES: tuple[Rule, ...] = (
    breaks("event-removed", "An event is not recorded any more.", _ASYNCAPI),
    keeps("event-added", "There is a new event.", _ASYNCAPI),
    breaks("event-renamed", "An event has another name.", _CLOUD),
    breaks("event-moved", "An event is of rows of another entity.", _ASYNCAPI),
    breaks(
        "event-source-removed",
        "An operation is not told of any more.",
        f"{_ASYNCAPI}, by caution",
    ),
    keeps(
        "event-source-added",
        "Another operation is told of, too; a consumer reads the same of it.",
        _ASYNCAPI,
    ),
    breaks(
        "event-broker-changed",
        "Another broker carries events, or none does.",
        "AsyncAPI 3.0, Server Object",
    ),
)
