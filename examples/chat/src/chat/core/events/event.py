"""What an event says of a row, in the forms in which answers have the same values."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic_core import to_json


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """What others are told of a change of a row."""

    name: str
    version: int
    model: type[Any]
    operations: tuple[str, ...]
    fields: Mapping[str, str]  # what it says, by its name in JSON; each is an attribute
    was: str = ""  # its name before, under which others may still be recorded

    def data(self, row: Any) -> str:
        """Return what it says of a row, as JSON."""
        said = {
            name: _shown(getattr(row, attribute))
            for name, attribute in self.fields.items()
        }
        return to_json(said).decode()


def _shown(value: Any) -> Any:
    """Return a value in the form that it has in answers, where JSON alone has another."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, UUID):  # asyncpg has its own, slow to serialise
        return str(value)
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return value
