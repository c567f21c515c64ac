"""The socket in the contract of events: what clients send, and what they are told in rooms."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Channel, Model, Realtime
from .forms import JsonSchema, reference
from .nodes import Node

CHANNEL = "realtime"
"""The key of the socket among channels, where those of entities are called like classes."""

ADDRESS = "/realtime"

_TEXT: JsonSchema = {"type": "string"}
_NUMBER: JsonSchema = {"type": "integer", "minimum": 0}
_FLAG: JsonSchema = {"type": "boolean"}
_REF: JsonSchema = {"type": ["integer", "string", "null"]}
_ACCOUNTS: JsonSchema = {"type": "array", "items": reference("uuid")}
_MESSAGES = "#/components/messages"


def channels(model: Model) -> Node:
    """Return the socket as a channel; nothing where there is none."""
    if model.realtime is None:
        return {}
    names = [name for name, _ in (*_sent(model), *_told(model, model.realtime))]
    return {
        CHANNEL: {
            "address": ADDRESS,
            "description": "A WebSocket by which clients join rooms.",
            "messages": {name: {"$ref": f"{_MESSAGES}/{name}"} for name in names},
            "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
        }
    }


def operations(model: Model) -> Node:
    """Return what the service takes from the socket, and what it sends."""
    if model.realtime is None:
        return {}
    sides = {
        "realtime-receive": ("receive", _sent(model)),
        "realtime-send": ("send", _told(model, model.realtime)),
    }
    of = f"#/channels/{CHANNEL}"
    return {
        name: {
            "action": action,
            "channel": {"$ref": of},
            "messages": [{"$ref": f"{of}/messages/{each}"} for each, _ in found],
        }
        for name, (action, found) in sides.items()
    }


def messages(model: Model) -> Node:
    """Return each frame as a message."""
    if model.realtime is None:
        return {}
    found = (*_sent(model), *_told(model, model.realtime))
    return {
        name: {"name": name, "contentType": "application/json", "payload": payload}
        for name, payload in found
    }


def _sent(model: Model) -> Iterator[tuple[str, JsonSchema]]:
    """Yield what clients send."""
    realtime = model.realtime
    if realtime is None:
        return
    tenants: Node = {"tenant": _TEXT} if model.uses.dividing else {}
    yield (
        "realtime-authenticate",
        _frame("authenticate", optional={"token": _TEXT, "api_key": _TEXT, **tenants}),
    )
    room = _room(realtime.channels)
    yield "realtime-join", _frame("join", room, {"after": _NUMBER})
    yield "realtime-leave", _frame("leave", room)
    if asked := _with(realtime, "presence"):
        yield "realtime-ask-presence", _frame("presence", _room(asked))
    if asked := _with(realtime, "typing"):
        yield "realtime-type", _frame("typing", _room(asked), {"typing": _FLAG})
    yield "realtime-ping", _frame("ping")


def _told(model: Model, realtime: Realtime) -> Iterator[tuple[str, JsonSchema]]:
    """Yield what clients are told."""
    room = _room(realtime.channels)
    number: JsonSchema = {"type": "number"}
    account: JsonSchema = {"anyOf": [reference("uuid"), {"type": "null"}]}
    known = {
        "connection": reference("uuid"),
        "account": account,
        "retry_after": number,
        "idle_seconds": number,
    }
    yield "realtime-welcome", _frame("welcome", known)
    joined = {**room, "position": _NUMBER, "complete": _FLAG}
    yield "realtime-joined", _frame("joined", joined, {"present": _ACCOUNTS})
    reasons: JsonSchema = {"type": "string", "enum": ["asked", "forbidden", "gone"]}
    yield "realtime-left", _frame("left", {**room, "reason": reasons})
    for event in model.events:
        told = [
            each
            for each in realtime.channels
            if event.name in {said.name for said in each.events}
        ]
        if told:
            said: Node = {
                **_room(told),
                "position": _NUMBER,
                "name": {"const": event.name},
                "version": {"type": "integer"},
                "event": reference("uuid"),
                "row": _TEXT,
                "time": reference("date-time"),
                "data": reference(event.name),
            }
            yield f"realtime-event-{event.name}", _frame("event", said, answers=False)
    if asked := _with(realtime, "presence"):
        changed = {**_room(asked), "joined": _ACCOUNTS, "left": _ACCOUNTS}
        yield "realtime-presence", _frame("presence", changed, answers=False)
        listed = {**_room(asked), "accounts": _ACCOUNTS}
        yield "realtime-present", _frame("present", listed)
    if asked := _with(realtime, "typing"):
        types: Node = {
            **_room(asked),
            "account": reference("uuid"),
            "typing": _FLAG,
            "seconds": number,
        }
        yield "realtime-typing", _frame("typing", types, answers=False)
    yield "realtime-pong", _frame("pong")
    failed: Node = {"status": {"type": "integer"}, "body": {"type": "object"}}
    yield "realtime-error", _frame("error", failed)


def _with(realtime: Realtime, word: str) -> list[Channel]:
    return [each for each in realtime.channels if getattr(each, word)]


def _room(channels: list[Channel] | tuple[Channel, ...]) -> Node:
    """Return the properties by which a frame says its room."""
    names = [each.name for each in channels]
    return {"channel": {"type": "string", "enum": names}, "id": _TEXT}


def _frame(
    kind: str,
    needed: Node | None = None,
    optional: Node | None = None,
    *,
    answers: bool = True,
) -> JsonSchema:
    """Return the schema of a frame; `ref` says to which one it is the answer."""
    own: Node = {"type": {"const": kind}, **(needed or {})}
    more: Node = {**(optional or {}), **({"ref": _REF} if answers else {})}
    return {"type": "object", "required": list(own), "properties": {**own, **more}}
