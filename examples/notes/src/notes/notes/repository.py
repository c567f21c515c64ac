from notes.core.db.conditions import Filter
from notes.core.db.repository import SqlRepository
from notes.models import Note


class NoteRepository(SqlRepository[Note]):
    model = Note
    filters = (
        Filter("pinned"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
    search = ("title",)
