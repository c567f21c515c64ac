import uuid

from shop.core.db.conditions import Filter
from shop.core.db.guarded import Guarded
from shop.core.db.stamps import CHANGED, CREATED
from shop.models import Address


class AddressRepository(Guarded[Address]):
    model = Address
    insert_stamps = CREATED
    update_stamps = CHANGED
    filters = (
        Filter("customer_id"),
        Filter("city"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )

    async def find_by_customer_id_and_label(
        self,
        customer_id: uuid.UUID,
        label: str,
    ) -> Address | None:
        return await self.find_by(customer_id=customer_id, label=label)
