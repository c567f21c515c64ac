from notes.core.db.conditions import Filter
from notes.core.db.repository import SqlRepository
from notes.core.db.search import Search
from notes.core.db.stamps import CHANGED, CREATED
from notes.models import Note


class NoteRepository(SqlRepository[Note]):
    model = Note
    insert_stamps = CREATED
    update_stamps = CHANGED
    filters = (
        Filter("pinned"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("title"),
    )
