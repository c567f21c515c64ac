from notes.core.service import Service
from notes.models import Note

from .schemas import NoteCreate, NoteReplace, NoteUpdate


class NoteService(
    Service[
        Note,
        NoteCreate,
        NoteReplace,
        NoteUpdate,
    ]
):
    """The rules of notes; override what they mean to change."""

    label = "note"
