"""`messaging: {broker: redis}`: streams of Redis carry events."""

from __future__ import annotations

from . import messaging
from .feature import Feature
from .setting import Setting

FEATURE = Feature(
    name="redis_broker",
    said="messaging: {broker: redis}",
    summary="Redis carries events, in streams that any service may read as a group of its own.",
    used_by=messaging.carried_by("redis"),
    packages={"redis": "the client of Redis"},
    told=False,
    shares=("redis",),
    settings=lambda _design: (
        Setting("BROKER_URL", secret=True, needed=True, ports=(6379,), served="redis"),
    ),
)
