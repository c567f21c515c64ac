import uuid

from shop.core.db.conditions import Filter
from shop.core.db.repository import SqlRepository
from shop.models import OrderLine


class OrderLineRepository(SqlRepository[OrderLine]):
    model = OrderLine
    filters = (
        Filter("order_id"),
        Filter("product_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )

    async def find_by_order_id_and_product_id(
        self,
        order_id: uuid.UUID,
        product_id: uuid.UUID,
    ) -> OrderLine | None:
        return await self.find_by(order_id=order_id, product_id=product_id)
