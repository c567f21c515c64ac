"""Mappings of which one word alone may be said."""

from __future__ import annotations

from typing import Any

from .reading import UNREAD, Json, Mistake, Nested
from .tree import Path


class Brief(Nested, frozen=True):
    """A mapping, or the value of one of its words alone."""

    word: str

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the mapping as its class."""
        if isinstance(value, dict):
            return super().read(value, path, mistakes)
        found = self.words.words[self.word].kind.read(value, path, mistakes)
        if found is UNREAD:
            return found
        return self.words(**{self.words.attribute(self.word): found})

    def schema(self) -> Json:
        """Return the schema of either."""
        alone = self.words.words[self.word].kind.schema()
        return {"anyOf": [alone, super().schema()]}
