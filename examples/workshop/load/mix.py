"""What callers ask for, and how often: the table mix.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

FILE = Path(__file__).with_name("mix.toml")


@dataclass(frozen=True, kw_only=True)
class Call:
    """An operation, and how often it is asked for beside the others."""

    name: str
    weight: int
    call: str  # "GET /api/v1/products/{product_id}"
    rows: str = ""  # the list that has a row for its path, or to be copied
    keys: tuple[str, ...] = ()  # the members of such a row that its path has, in order
    fields: tuple[str, ...] = ()  # the members that are sent as such a row has them
    fresh: Mapping[str, str] = field(default_factory=dict)  # those that are made anew

    @property
    def method(self) -> str:
        return self.call.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.call.partition(" ")[2]

    def path_to(self, row: Mapping[str, Any]) -> str:
        """Return its path about a row that a list showed."""
        parts = self.path.split("/")
        values = iter(self.keys)
        for place, part in enumerate(parts):
            if part.startswith("{"):
                parts[place] = quote(_text(row[next(values)]), safe="")
        return "/".join(parts)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(file: Path = FILE) -> tuple[Call, ...]:
    """Return all that the table has, and what nobody asks for with it."""
    table = tomllib.loads(file.read_text("utf-8"))
    return tuple(Call(name=name, **_called(said)) for name, said in table.items())


def _called(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in said.items()
    }
