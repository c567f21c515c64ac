from typing import ClassVar

from shop.core.db.audited import CHANGED_BY, CREATED_BY
from shop.core.db.conditions import Filter
from shop.core.db.cursors import CursorPages
from shop.core.db.guarded_transitions import GuardedTransitions
from shop.core.db.stamps import CHANGED, CREATED
from shop.models import Order

from .transitions import TRANSITIONS


class OrderRepository(GuardedTransitions[Order], CursorPages[Order]):
    model = Order
    insert_stamps: ClassVar = {**CREATED_BY, **CREATED}
    update_stamps: ClassVar = {**CHANGED_BY, **CHANGED}
    transitions = TRANSITIONS
    filters = (
        Filter("customer_id"),
        Filter("ship_to_id"),
        Filter("status"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )

    async def find_by_number(self, number: str) -> Order | None:
        return await self.find_by(number=number)
