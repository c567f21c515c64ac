from chat.core.cursor_service import CursorService
from chat.core.files.service import FilesService
from chat.models import Person

from .schemas import PersonCreate, PersonReplace, PersonUpdate


class PersonService(
    CursorService[Person, PersonCreate, PersonReplace, PersonUpdate],
    FilesService[Person, PersonCreate, PersonReplace, PersonUpdate],
):
    """Business logic for people; override methods to customise."""

    label = "person"
