"""`pii`: what says something of a person stays out of logs, and stands in a catalogue."""

from __future__ import annotations

from .feature import Feature

FEATURE = Feature(
    name="pii",
    said="pii",
    told=False,
    summary="What says something of a person stays out of logs, and is listed.",
    used_by=lambda usage: bool(usage.modifiers["pii"]),
)
