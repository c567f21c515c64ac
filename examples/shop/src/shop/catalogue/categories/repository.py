from shop.core.db.conditions import Filter
from shop.core.db.guarded import Guarded
from shop.core.db.search import Search
from shop.core.db.stamps import CHANGED, CREATED
from shop.core.db.trees import Acyclic
from shop.models import Category


class CategoryRepository(Acyclic[Category], Guarded[Category]):
    model = Category
    insert_stamps = CREATED
    update_stamps = CHANGED
    filters = (
        Filter("parent_id"),
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
        Search("name"),
    )

    async def find_by_name(self, name: str) -> Category | None:
        return await self.find_by(name=name)
