import uuid
from typing import ClassVar

from workshop.core.db.conditions import Filter
from workshop.core.db.guarded import Guarded
from workshop.core.db.open_pages import OpenPages
from workshop.core.db.search import Search
from workshop.core.db.stamps import CHANGED, CREATED, account
from workshop.models import Customer


class CustomerRepository(Guarded[Customer], OpenPages[Customer]):
    model = Customer
    insert_stamps: ClassVar = {**CREATED, "account_id": account}
    update_stamps = CHANGED
    totals = "on_request"
    filters = (
        Filter("account_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("full_name"),
    )

    async def find_by_email(self, email: str) -> Customer | None:
        return await self.find_by(email=email)

    async def find_by_account_id(self, account_id: uuid.UUID) -> Customer | None:
        return await self.find_by(account_id=account_id)
