"""Entity tags: what a client already has (`If-None-Match`) or builds on (`If-Match`)."""

from dataclasses import dataclass
from typing import Any

from pydantic import MISSING


def entity_tag(entity: Any) -> str:
    """Return the strong entity tag of a versioned entity."""
    return f'"{entity.version}"'


@dataclass(frozen=True, slots=True)
class Precondition:
    """The tags that a client named in `If-Match` or `If-None-Match`."""

    tags: frozenset[str]

    @classmethod
    def parse(cls, header: str | MISSING) -> "Precondition | None":
        """Read a header's list of tags; None where the header is absent."""
        if header is MISSING:
            return None
        return cls(frozenset(tag.strip() for tag in header.split(",")))

    def holds(self, entity: Any) -> bool:
        """Tell whether the entity's present version is among the tags."""
        return "*" in self.tags or entity_tag(entity) in self.tags

    def holds_weakly(self, entity: Any) -> bool:
        """Tell the same by weak comparison, as `If-None-Match` asks for."""
        strong = frozenset(tag.removeprefix("W/") for tag in self.tags)
        return Precondition(strong).holds(entity)
