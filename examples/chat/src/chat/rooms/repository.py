from typing import ClassVar

from chat.core.db.conditions import Filter
from chat.core.db.guarded import Guarded
from chat.core.db.stamps import CHANGED, CREATED, account
from chat.core.db.two_way import TwoWayPages
from chat.models import Room


class RoomRepository(Guarded[Room], TwoWayPages[Room]):
    model = Room
    insert_stamps: ClassVar = {**CREATED, "owner_id": account}
    update_stamps = CHANGED
    filters = (
        Filter("kind"),
        Filter("owner_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
