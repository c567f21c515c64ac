"""The author's words for what carries events between processes."""

from __future__ import annotations

from typing import Literal, get_args

from .reading import Choice, Words, word

Broker = Literal["database", "kafka", "nats", "rabbitmq", "redis"]
BROKERS: tuple[Broker, ...] = get_args(Broker)


class Messaging(Words):
    """What carries events to those who wait for them."""

    broker: Broker = word(
        Choice(BROKERS),
        "`database`: events go to this service's own jobs alone; the others carry them to other "
        "services, too: Kafka, NATS JetStream, RabbitMQ, Redis streams.",
        default="database",
        examples=("rabbitmq",),
    )
