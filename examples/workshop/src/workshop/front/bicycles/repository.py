from workshop.core.db.conditions import Filter
from workshop.core.db.filter_forms import AnyOf
from workshop.core.db.guarded import Guarded
from workshop.core.db.inclusions import Among
from workshop.core.db.open_pages import OpenPages
from workshop.core.db.stamps import CHANGED, CREATED
from workshop.models import Bicycle


class BicycleRepository(Guarded[Bicycle], OpenPages[Bicycle]):
    model = Bicycle
    insert_stamps = CREATED
    update_stamps = CHANGED
    totals = "on_request"
    filters = (
        Filter("customer_id"),
        AnyOf("kind"),
        Filter("bought_on"),
        Filter("bought_after", "bought_on", "gt"),
        Filter("bought_before", "bought_on", "lt"),
        Filter("bought_from", "bought_on", "ge"),
        Filter("bought_until", "bought_on", "le"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Among("_among_customer_id", "customer_id"),
        Among("_among_id", "id"),
    )

    async def find_by_frame_number(self, frame_number: str) -> Bicycle | None:
        return await self.find_by(frame_number=frame_number)
