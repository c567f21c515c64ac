"""The mapped classes; whoever imports one has the metadata of all."""

from notes.models.note import Note

__all__ = [
    "Note",
]
