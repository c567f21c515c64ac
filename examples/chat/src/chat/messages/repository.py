import uuid
from typing import ClassVar

from chat.core.db.conditions import Filter
from chat.core.db.full_text import FullText
from chat.core.db.guarded import Guarded
from chat.core.db.kept_files import KeepsFiles
from chat.core.db.stamps import CHANGED, CREATED, account
from chat.core.db.two_way import TwoWayPages
from chat.core.queries import SortKey
from chat.models import Message


class MessageRepository(Guarded[Message], TwoWayPages[Message], KeepsFiles[Message]):
    model = Message
    insert_stamps: ClassVar = {**CREATED, "author_id": account}
    update_stamps = CHANGED
    filters = (
        Filter("room_id"),
        Filter("author_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        FullText("text"),
    )
    order = (SortKey("created_at", descending=True),)

    async def find_by_author_id_and_sent_as(
        self,
        author_id: uuid.UUID,
        sent_as: uuid.UUID,
    ) -> Message | None:
        return await self.find_by(author_id=author_id, sent_as=sent_as)
