import uuid
from typing import ClassVar

from chat.core.db.conditions import Filter
from chat.core.db.filter_forms import AnyOf
from chat.core.db.guarded import Guarded
from chat.core.db.kept_files import KeepsFiles
from chat.core.db.search import Search
from chat.core.db.stamps import CHANGED, CREATED, account
from chat.core.db.two_way import TwoWayPages
from chat.models import Person


class PersonRepository(Guarded[Person], TwoWayPages[Person], KeepsFiles[Person]):
    model = Person
    insert_stamps: ClassVar = {**CREATED, "account_id": account}
    update_stamps = CHANGED
    filters = (
        AnyOf("account_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("name"),
    )

    async def find_by_account_id(self, account_id: uuid.UUID) -> Person | None:
        return await self.find_by(account_id=account_id)
