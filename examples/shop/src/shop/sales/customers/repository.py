from shop.core.db.conditions import Filter
from shop.core.db.repository import SqlRepository
from shop.models import Customer


class CustomerRepository(SqlRepository[Customer]):
    model = Customer
    filters = (
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
    search = ("full_name",)

    async def find_by_email(self, email: str) -> Customer | None:
        return await self.find_by(email=email)
