from shop.core.db.conditions import Filter
from shop.core.db.repository import SqlRepository
from shop.core.db.search import Search
from shop.core.db.stamps import CHANGED, CREATED
from shop.models import Customer


class CustomerRepository(SqlRepository[Customer]):
    model = Customer
    insert_stamps = CREATED
    update_stamps = CHANGED
    filters = (
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("full_name"),
    )

    async def find_by_email(self, email: str) -> Customer | None:
        return await self.find_by(email=email)
