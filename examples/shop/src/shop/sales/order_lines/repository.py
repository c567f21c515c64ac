import uuid

from shop.core.db.conditions import Filter
from shop.core.db.cursors import CursorPages
from shop.core.db.guarded import Guarded
from shop.core.db.soft_delete import ScopedReferences
from shop.core.db.stamps import CHANGED, CREATED
from shop.models import OrderLine


class OrderLineRepository(
    Guarded[OrderLine],
    ScopedReferences[OrderLine],
    CursorPages[OrderLine],
):
    model = OrderLine
    insert_stamps = CREATED
    update_stamps = CHANGED
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
