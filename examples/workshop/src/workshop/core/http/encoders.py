"""How values are written whose form in JSON is not the serialiser's own."""

import base64
from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args


def encoder_of(annotation: Any) -> Callable[[Any], str] | None:
    """Return how a value is written whose form in JSON is not the serialiser's own."""
    if annotation is Decimal:
        return lambda value: format(value, "f")
    if annotation is bytes:
        return lambda value: base64.b64encode(value).decode()
    found = map(encoder_of, get_args(annotation))
    return next((encode for encode in found if encode), None)
