"""The mapped classes; importing one loads the metadata of all."""

from notes.models.note import Note

__all__ = [
    "Note",
]
