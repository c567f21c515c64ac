import uuid
from typing import ClassVar

from shop.core.db.conditions import Filter
from shop.core.db.guarded import Guarded
from shop.core.db.search import Search
from shop.core.db.stamps import CHANGED, CREATED, account
from shop.models import Customer


class CustomerRepository(Guarded[Customer]):
    model = Customer
    insert_stamps: ClassVar = {**CREATED, "account_id": account}
    update_stamps = CHANGED
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
