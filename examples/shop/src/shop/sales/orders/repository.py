from shop.core.db.conditions import Filter
from shop.core.db.repository import SqlRepository
from shop.models import Order


class OrderRepository(SqlRepository[Order]):
    model = Order
    filters = (
        Filter("customer_id"),
        Filter("ship_to_id"),
        Filter("status"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )

    async def find_by_number(self, number: str) -> Order | None:
        return await self.find_by(number=number)
