from typing import Never

from chat.core.cursor_service import CursorService
from chat.models import Member

from .schemas import MemberCreate


class MemberService(CursorService[Member, MemberCreate, Never, Never]):
    """Business logic for members; override methods to customise."""

    label = "member"
