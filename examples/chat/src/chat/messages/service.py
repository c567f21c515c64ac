from chat.core.cursor_service import CursorService
from chat.core.files.service import FilesService
from chat.models import Message

from .schemas import MessageCreate, MessageReplace, MessageUpdate


class MessageService(
    CursorService[Message, MessageCreate, MessageReplace, MessageUpdate],
    FilesService[Message, MessageCreate, MessageReplace, MessageUpdate],
):
    """Business logic for messages; override methods to customise."""

    label = "message"
