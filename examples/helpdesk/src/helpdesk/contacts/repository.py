import uuid
from typing import ClassVar

from helpdesk.core.db.conditions import Filter
from helpdesk.core.db.guarded import Guarded
from helpdesk.core.db.search import Search
from helpdesk.core.db.stamps import CHANGED, CREATED, account
from helpdesk.core.db.tenancy import IN_TENANT
from helpdesk.models import Contact


class ContactRepository(Guarded[Contact]):
    model = Contact
    insert_stamps: ClassVar = {**IN_TENANT, **CREATED, "account_id": account}
    update_stamps = CHANGED
    filters = (
        Filter("account_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("full_name"),
    )

    async def find_by_email(self, email: str) -> Contact | None:
        return await self.find_by(email_hash=email)

    async def find_by_account_id(self, account_id: uuid.UUID) -> Contact | None:
        return await self.find_by(account_id=account_id)
