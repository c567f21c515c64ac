import uuid
from typing import ClassVar

from chat.core.db.conditions import Filter
from chat.core.db.guarded import Guarded
from chat.core.db.stamps import CHANGED, CREATED, account
from chat.core.db.two_way import TwoWayPages
from chat.models import Member


class MemberRepository(Guarded[Member], TwoWayPages[Member]):
    model = Member
    insert_stamps: ClassVar = {**CREATED, "account_id": account}
    update_stamps = CHANGED
    filters = (
        Filter("room_id"),
        Filter("account_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )

    async def find_by_room_id_and_account_id(
        self,
        room_id: uuid.UUID,
        account_id: uuid.UUID,
    ) -> Member | None:
        return await self.find_by(room_id=room_id, account_id=account_id)
