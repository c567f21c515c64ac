from workshop.core.db.conditions import Filter
from workshop.core.db.filter_forms import AnyOf, Missing, StartsWith
from workshop.core.db.full_text import FullText
from workshop.core.db.guarded_batches import GuardedBatches
from workshop.core.db.open_pages import OpenPages
from workshop.core.db.ranked_pages import RankedPages
from workshop.core.db.related import Related, RelatedLists
from workshop.core.db.related_places import RelatedSort
from workshop.core.db.stamps import CHANGED, CREATED
from workshop.core.db.upserts import Upserts
from workshop.models import Part


class PartRepository(
    GuardedBatches[Part],
    Upserts[Part],
    RankedPages[Part],
    RelatedLists[Part],
    OpenPages[Part],
):
    model = Part
    insert_stamps = CREATED
    update_stamps = CHANGED
    totals = "on_request"
    filters = (
        AnyOf("number"),
        StartsWith("number_prefix", "number"),
        AnyOf("supplier_id"),
        Filter("price"),
        Filter("min_price", "price", "ge"),
        Filter("max_price", "price", "le"),
        Filter("weight"),
        Filter("min_weight", "weight", "ge"),
        Filter("max_weight", "weight", "le"),
        Missing("weight_null", "weight"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Related("supplier", Filter("supplier_country", "country")),
        FullText("number", "name", "description"),
    )
    related_sorts = (RelatedSort("supplier_name", "supplier", "name"),)

    async def find_by_number(self, number: str) -> Part | None:
        return await self.find_by(number=number)
