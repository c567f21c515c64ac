"""What the contract of events says of the broker: where it is, and how it is spoken to."""

from __future__ import annotations

from ..model.types import Event, Model
from .nodes import Node

_SERVERS = {
    "kafka": ("kafka", "localhost:9092", "Kafka, with a topic for each channel."),
    "nats": ("nats", "localhost:4222", "NATS with JetStream."),
    "rabbitmq": ("amqp", "localhost:5672", "RabbitMQ."),
    "redis": ("redis", "localhost:6379", "Redis, with a stream for each channel."),
}
"""By broker: AsyncAPI's name of its protocol, where it is usually, and what it is."""

_BINDING = "0.3.0"
"""The version of the bindings of AMQP 0-9-1."""

_OF_KAFKA = "0.5.0"
"""The version of the bindings of Kafka."""


def servers(model: Model) -> Node:
    """Return the broker as a member of the document; nothing where there is none."""
    if model.messaging is None:
        return {}
    protocol, usual, told = _SERVERS[model.messaging.broker]
    address = {
        "default": usual,
        "description": "Where it is, with its port, which differs between environments.",
    }
    server = {
        "host": "{address}",
        "protocol": protocol,
        "description": told,
        "variables": {"address": address},
    }
    return {"servers": {"broker": server}}


def of_channel(model: Model) -> Node:
    """Return how a channel is reached by the broker's own terms, where AsyncAPI has some."""
    if _is_kafka(model):
        return {"bindings": {"kafka": {"bindingVersion": _OF_KAFKA}}}
    if not _is_amqp(model):
        return {}
    exchange = {"name": model.project.name, "type": "topic", "durable": True}
    said = {"is": "routingKey", "exchange": exchange, "bindingVersion": _BINDING}
    return {"bindings": {"amqp": said}}


def of_message(model: Model, event: Event) -> Node:
    """Return what the broker knows of a message beside its body."""
    if _is_kafka(model):
        key = {"type": "string", "description": "The key of the row."}
        return {"bindings": {"kafka": {"key": key, "bindingVersion": _OF_KAFKA}}}
    if not _is_amqp(model):
        return {}
    said = {"messageType": event.name, "bindingVersion": _BINDING}
    return {"bindings": {"amqp": said}}


def _is_amqp(model: Model) -> bool:
    return model.messaging is not None and model.messaging.broker == "rabbitmq"


def _is_kafka(model: Model) -> bool:
    return model.messaging is not None and model.messaging.broker == "kafka"
