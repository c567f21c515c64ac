from chat.core.cursor_service import CursorService
from chat.models import Room

from .schemas import RoomCreate, RoomReplace, RoomUpdate


class RoomService(CursorService[Room, RoomCreate, RoomReplace, RoomUpdate]):
    """Business logic for rooms; override methods to customise."""

    label = "room"
