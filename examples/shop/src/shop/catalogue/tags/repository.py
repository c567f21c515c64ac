from shop.core.db.conditions import Filter
from shop.core.db.guarded import Guarded
from shop.core.db.stamps import CHANGED, CREATED
from shop.models import Tag


class TagRepository(Guarded[Tag]):
    model = Tag
    insert_stamps = CREATED
    update_stamps = CHANGED
    filters = (
        Filter("created_after", "created_at", "gt"),
        Filter("created_before", "created_at", "lt"),
    )

    async def find_by_label(self, label: str) -> Tag | None:
        return await self.find_by(label=label)
