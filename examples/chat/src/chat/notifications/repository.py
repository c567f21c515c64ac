import uuid
from typing import ClassVar

from chat.core.db.conditions import Filter
from chat.core.db.guarded import Guarded
from chat.core.db.stamps import CHANGED, CREATED, account
from chat.core.db.two_way import TwoWayPages
from chat.models import Notification


class NotificationRepository(Guarded[Notification], TwoWayPages[Notification]):
    model = Notification
    insert_stamps: ClassVar = {**CREATED, "account_id": account}
    update_stamps = CHANGED
    filters = (
        Filter("account_id"),
        Filter("message_id"),
        Filter("room_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )

    async def find_by_account_id_and_message_id(
        self,
        account_id: uuid.UUID,
        message_id: uuid.UUID,
    ) -> Notification | None:
        return await self.find_by(account_id=account_id, message_id=message_id)
