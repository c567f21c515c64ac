"""`messaging: {broker: rabbitmq}`: RabbitMQ carries events."""

from __future__ import annotations

from . import messaging
from .feature import Feature
from .setting import Setting

FEATURE = Feature(
    name="rabbitmq_broker",
    said="messaging: {broker: rabbitmq}",
    summary="RabbitMQ carries events, in an exchange to which any service binds its queues.",
    used_by=messaging.carried_by("rabbitmq"),
    packages={
        "aio_pika": "the client of RabbitMQ",
        "aiormq": "the client of RabbitMQ",
        "pamqp": "the client of RabbitMQ",
        "multidict": "what the client of RabbitMQ needs",
        "propcache": "what the client of RabbitMQ needs",
        "yarl": "what the client of RabbitMQ needs",
    },
    told=False,
    modules=("rabbitmq_server",),
    settings=lambda _design: (
        Setting(
            "BROKER_URL",
            secret=True,
            needed=True,
            ports=(5671, 5672),
            served="rabbitmq",
        ),
    ),
)
