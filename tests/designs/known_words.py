"""Words of a team's own for tests: what a blueprint's file of words says."""

from __future__ import annotations

from bd_scaffold.language.namespace import Namespace
from bd_scaffold.language.words import words_of


def words(text: str | bytes, name: str = "acme") -> Namespace:
    """The namespace that a file of words without mistakes makes."""
    written = text.encode() if isinstance(text, str) else text
    found = words_of(written, name, "words.yaml")
    assert found.namespace is not None, found.diagnostics
    return found.namespace
