from notes.core.service import Service
from notes.models import Note

from .schemas import NoteCreate, NoteReplace, NoteUpdate


class NoteService(Service[Note, NoteCreate, NoteReplace, NoteUpdate]):
    """Business logic for notes; override methods to customise."""

    label = "note"
