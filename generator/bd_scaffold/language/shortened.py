"""Mappings that one of their words may stand for."""

from __future__ import annotations

from typing import Any

from .reading import UNREAD, Json, Mistake, Nested, Words
from .tree import Path


class Shortened(Nested, frozen=True):
    """A mapping, or the value of one of its words, which stands for a mapping of it alone."""

    alone: str  # that word

    def short_of(self, said: Words) -> Any:
        """Return what stands for a mapping that says nothing else."""
        return getattr(said, self.words.attribute(self.alone))

    def read(self, value: Any, path: Path, mistakes: list[Mistake]) -> Any:
        """Return the mapping as its class."""
        if isinstance(value, dict):
            return super().read(value, path, mistakes)
        found = self.words.words[self.alone].kind.read(value, path, mistakes)
        if found is UNREAD:
            return UNREAD
        return self.words(**{self.words.attribute(self.alone): found})

    def schema(self) -> Json:
        """Return the schema of either."""
        return {"anyOf": [self.words.words[self.alone].kind.schema(), super().schema()]}
