from shop.core.db.conditions import Filter
from shop.core.db.guarded import Guarded
from shop.core.db.links import Link, Linked
from shop.core.db.removal import SoftDeletes
from shop.core.db.search import Search
from shop.core.db.stamps import CHANGED, CREATED
from shop.models import Product, Tag


class ProductRepository(Guarded[Product], SoftDeletes[Product], Linked[Product]):
    model = Product
    insert_stamps = CREATED
    update_stamps = CHANGED
    filters = (
        Filter("name"),
        Filter("price"),
        Filter("min_price", "price", "ge"),
        Filter("max_price", "price", "le"),
        Filter("active"),
        Filter("category_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("name"),
    )
    links = (Link("tag_ids", "tags", Tag, "id"),)

    async def find_by_sku(self, sku: str) -> Product | None:
        return await self.find_by(sku=sku)
