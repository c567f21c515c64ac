"""What a design does as long as a word of the language is not supported."""

from __future__ import annotations


def meanwhile(word: str) -> str:
    """Return what to do as long as a word is not supported, where there is something."""
    return _MEANWHILE.get(word, "")


_MEANWHILE = {
    "deferrable": "SQLite looks at what is unique at once: alter the constraint in a revision of "
    "your own, for PostgreSQL.",
    "deferred": "SQLite looks at what is unique at once: alter the constraint in a revision of "
    "your own, for PostgreSQL.",
}
