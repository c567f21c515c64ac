"""What the contract says of bodies that are a file's bytes, and no JSON."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.types import Model
from ..operation import HttpEndpoint
from .nodes import Node, error_content, refer

_BYTES: Node = {"schema": {"type": "string", "format": "binary"}}
_TEXT: Node = {"schema": {"type": "string"}}
_OF_A_FILE: Node = {
    "ETag": {"description": "The digest of the file.", **_TEXT},
    "Content-Disposition": {
        "description": "What the file is called, and whether it is shown.",
        **_TEXT,
    },
    "Accept-Ranges": {"description": "A part of it may be asked for.", **_TEXT},
}
_PART: Node = {
    "Content-Range": {"description": "Which of its bytes, and of how many.", **_TEXT}
}


def content(media: Iterable[str]) -> Node:
    """Return a body of any of some media types."""
    return {each: dict(_BYTES) for each in media}


def answers(model: Model, http: HttpEndpoint, headers: Node) -> Node:
    """Return how a file is answered: all of it, a part, not at all, or from where it is."""
    usual = {**_OF_A_FILE, **headers}
    found: Node = {
        str(http.status): {
            "description": "The file.",
            "headers": usual,
            "content": content(http.gives),
        },
        "206": {
            "description": "A part of the file.",
            "headers": {**_PART, **usual},
            "content": content(http.gives),
        },
        "304": {
            "description": "The file has not changed.",
            "headers": {"ETag": _OF_A_FILE["ETag"], **headers},
        },
        "416": {
            "description": "The file has no such part.",
            "headers": {**_PART, **refer("headers", "X-Request-ID")},
            "content": error_content(model),
        },
    }
    if model.files is not None and model.files.s3:
        found["307"] = {
            "description": "Where the file is, for a time.",
            "headers": {
                "Location": {"description": "A signed address.", **_TEXT},
                **headers,
            },
        }
    return found
