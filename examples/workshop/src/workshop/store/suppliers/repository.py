from workshop.core.db.conditions import Filter
from workshop.core.db.filter_forms import AnyOf, NoneOf
from workshop.core.db.guarded import Guarded
from workshop.core.db.inclusions import Among
from workshop.core.db.open_pages import OpenPages
from workshop.core.db.stamps import CHANGED, CREATED
from workshop.models import Supplier


class SupplierRepository(Guarded[Supplier], OpenPages[Supplier]):
    model = Supplier
    insert_stamps = CREATED
    update_stamps = CHANGED
    totals = "on_request"
    filters = (
        AnyOf("country"),
        NoneOf("not_country", "country"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Among("_among_id", "id"),
    )

    async def find_by_name(self, name: str) -> Supplier | None:
        return await self.find_by(name=name)
