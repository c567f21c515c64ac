from typing import Never

from chat.core.cursor_service import CursorService
from chat.models import Notification


class NotificationService(CursorService[Notification, Never, Never, Never]):
    """Business logic for notifications; override methods to customise."""

    label = "notification"
