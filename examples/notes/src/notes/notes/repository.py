from notes.core.repository import SqlRepository
from notes.core.statements import Filter
from notes.models import Note


class NoteRepository(SqlRepository[Note]):
    model = Note
    filters = (
        Filter("pinned"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
    search = ("title",)
