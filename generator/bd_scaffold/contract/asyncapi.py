"""The contract of events: an AsyncAPI document built from the model, as text for its file.

What is on its way is a CloudEvent in JSON; what each event says of its row is `data`, in the
forms in which answers of the API have the same properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model.types import Entity, Event, Model
from . import brokers, realtime, shared, yaml
from .forms import JsonSchema, reference
from .nodes import Node
from .wholes import schema_of, together

ENVELOPE = "event"
"""The schema of what all events have, whatever they say."""

MEDIA_TYPE = "application/cloudevents+json"

_BLOCKS = frozenset(
    {"channels", "components", "messages", "operations", "properties", "schemas"}
)
_REFERENCE = re.compile("#/components/schemas/([A-Za-z0-9_-]+)")


def events_text(model: Model) -> str:
    """Return `asyncapi.yaml`; nothing of a model without events."""
    if not model.events:
        return ""
    return yaml.dump(document(model), 0, _BLOCKS)


def document(model: Model) -> Node:
    """Return the whole document as data."""
    info: Node = {"title": model.project.title, "version": model.project.version}
    if model.project.description:
        info["description"] = model.project.description
    told = dict.fromkeys(each.entity for each in model.events)
    return {
        "asyncapi": "3.0.0",
        "info": info,
        **brokers.servers(model),
        "defaultContentType": MEDIA_TYPE,
        "channels": {
            **{name: _channel(model, name) for name in told},
            **realtime.channels(model),
        },
        "operations": {
            **{f"send{name}": _operation(name) for name in told},
            **realtime.operations(model),
        },
        "components": {
            "messages": {
                **{each.name: _message(model, each) for each in model.events},
                **realtime.messages(model),
            },
            "schemas": _schemas(model),
        },
    }


def _channel(model: Model, entity: str) -> Node:
    return {
        "address": f"{model.project.name}.{entity}",
        "description": f"What is done to each {_entity(model, entity).label}, in its order.",
        "messages": {
            each.name: {"$ref": f"#/components/messages/{each.name}"}
            for each in model.events
            if each.entity == entity
        },
        **brokers.of_channel(model),
    }


def _operation(entity: str) -> Node:
    return {"action": "send", "channel": {"$ref": f"#/channels/{entity}"}}


def _message(model: Model, event: Event) -> Node:
    described = {"summary": event.description} if event.description else {}
    own = {
        "type": {"const": event.name},
        "dataversion": {"const": event.version},
        "aggregatetype": {"const": event.entity},
        "data": reference(event.name),
    }
    payload = {"type": "object", "required": list(own), "properties": own}
    return {
        "name": event.name,
        **described,
        "contentType": MEDIA_TYPE,
        "payload": {"allOf": [reference(ENVELOPE), payload]},
        **brokers.of_message(model, event),
        "x-from": [f"{event.entity}.{each}" for each in event.operations],
    }


# Schemas


def _schemas(model: Model) -> Node:
    """Return what events say, and the schemas that this refers to."""
    said = {each.name: data_schema(model, each) for each in model.events}
    said[ENVELOPE] = _envelope(model)
    known = shared.schemas(model)
    used: dict[str, JsonSchema] = {}
    left = [*_named((*said.values(), *realtime.messages(model).values()))]
    while left:
        name = left.pop()
        if name not in used and name not in said:
            used[name] = known[name]
            left += _named([known[name]])
    return said | {name: used[name] for name in known if name in used}


def _named(schemas: Iterable[JsonSchema]) -> Iterator[str]:
    for each in schemas:
        yield from _REFERENCE.findall(yaml.flow(each))


def data_schema(model: Model, event: Event) -> JsonSchema:
    """Return the schema of what an event says of its row."""
    entity = _entity(model, event.entity)
    told = {each.name for each in event.fields}
    shown = [each for each in together(entity.properties) if each.name in told]
    by_name = {each.name: each for each in shown}
    listed = [by_name[each.name] for each in event.fields]
    return {
        "type": "object",
        "required": [each.name for each in listed],
        "properties": {
            each.name: schema_of(each)
            | ({"description": each.description} if each.description else {})
            for each in listed
        },
    }


def _entity(model: Model, name: str) -> Entity:
    return next(each for each in model.entities if each.name == name)


_TEXT: JsonSchema = {"type": "string"}


def _envelope(model: Model) -> JsonSchema:
    """Return the schema of a CloudEvent, with the extensions that ours have."""
    needed = {
        "specversion": {"const": "1.0"},
        "id": _said("The same for one that is delivered again.", reference("uuid")),
        "source": {"const": f"/{model.project.name}"},
        "type": _said("Its name.", _TEXT),
        "subject": _said("The key of the row.", _TEXT),
        "time": _said("When it was recorded.", reference("date-time")),
        "datacontenttype": {"const": "application/json"},
        "dataversion": _said("The version of what it says.", {"type": "integer"}),
        "aggregatetype": _said("The entity of the row.", _TEXT),
        "partitionkey": _said("Those that have the same come in their order.", _TEXT),
        "correlationid": _said("The id of the request.", _TEXT),
        "data": _said("What it says of the row.", {"type": "object"}),
    }
    who: Node = {}
    if model.security is not None:
        who["principalid"] = _said(
            "The account that changed the row.", reference("uuid")
        )
    if model.uses.dividing:
        who["tenantid"] = _said("The part that the row is of.", reference("uuid"))
    more = {**who, "traceparent": _said("The W3C trace context of the request.", _TEXT)}
    return {
        "type": "object",
        "required": list(needed),
        "properties": {**needed, **more},
    }


def _said(description: str, schema: JsonSchema) -> JsonSchema:
    if "$ref" in schema:
        return {"allOf": [schema], "description": description}
    return {**schema, "description": description}
