from shop.core.db.conditions import Filter
from shop.core.db.repository import SqlRepository
from shop.models import Category


class CategoryRepository(SqlRepository[Category]):
    model = Category
    filters = (
        Filter("parent_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )
    search = ("name",)

    async def find_by_name(self, name: str) -> Category | None:
        return await self.find_by(name=name)
