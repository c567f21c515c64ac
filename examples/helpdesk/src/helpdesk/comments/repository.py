from typing import ClassVar

from helpdesk.core.db.conditions import Filter
from helpdesk.core.db.cursors import CursorPages
from helpdesk.core.db.guarded import Guarded
from helpdesk.core.db.soft_delete import ScopedReferences
from helpdesk.core.db.stamps import CHANGED, CREATED, account
from helpdesk.core.db.tenancy import IN_TENANT
from helpdesk.models import Comment


class CommentRepository(
    Guarded[Comment],
    ScopedReferences[Comment],
    CursorPages[Comment],
):
    model = Comment
    insert_stamps: ClassVar = {**IN_TENANT, **CREATED, "author_id": account}
    update_stamps = CHANGED
    filters = (
        Filter("ticket_id"),
        Filter("author_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
