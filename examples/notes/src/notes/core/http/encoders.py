"""How values are written whose form in JSON is not the serialiser's own."""

import base64
from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args, get_origin
from uuid import UUID


def encoder_of(annotation: Any) -> Callable[[Any], Any] | None:
    """Return how a value is written whose form in JSON is not the serialiser's own."""
    if annotation is Decimal:
        return lambda value: format(value, "f")
    if annotation is bytes:
        return lambda value: base64.b64encode(value).decode()
    if annotation is UUID:  # asyncpg has its own, which the serialiser is slow to know
        return str
    found = map(encoder_of, get_args(annotation))
    encode = next((each for each in found if each), None)
    if encode is not None and get_origin(annotation) is list:
        return lambda values: [encode(value) for value in values]
    return encode
