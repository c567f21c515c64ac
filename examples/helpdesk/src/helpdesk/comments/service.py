from helpdesk.core.cursor_service import CursorService
from helpdesk.models import Comment

from .schemas import CommentCreate, CommentReplace, CommentUpdate


class CommentService(
    CursorService[Comment, CommentCreate, CommentReplace, CommentUpdate],
):
    """Business logic for comments; override methods to customise."""

    label = "comment"
