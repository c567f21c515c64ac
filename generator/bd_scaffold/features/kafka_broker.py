"""`messaging: {broker: kafka}`: Kafka carries events."""

from __future__ import annotations

from . import messaging
from .feature import Feature
from .setting import Setting

FEATURE = Feature(
    name="kafka_broker",
    said="messaging: {broker: kafka}",
    summary="Kafka carries events, in topics that any service may read as a group of its own.",
    used_by=messaging.carried_by("kafka"),
    packages={
        "aiokafka": "the client of Kafka",
        "confluent_kafka": "the Kafka of the tests",
    },
    told=False,
    modules=("kafka_server",),
    settings=lambda _design: (
        Setting("BROKER_URL", secret=True, needed=True, ports=(9092, 9093)),
    ),
)
