from shop.core.db.conditions import Filter
from shop.core.db.repository import Link, SqlRepository
from shop.models import Product, Tag


class ProductRepository(SqlRepository[Product]):
    model = Product
    filters = (
        Filter("name"),
        Filter("price"),
        Filter("min_price", "price", "ge"),
        Filter("max_price", "price", "le"),
        Filter("active"),
        Filter("category_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
    search = ("name",)
    links = (Link("tag_ids", "tags", Tag, "id"),)

    async def find_by_sku(self, sku: str) -> Product | None:
        return await self.find_by(sku=sku)
