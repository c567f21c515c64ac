"""Pages with numbers, of lists that need not be counted for them."""

from typing import TypeVar

from workshop.core.queries import ListQuery
from workshop.core.totals import OpenPage

from .totals import Totals

EntityT = TypeVar("EntityT")


class OpenPages(Totals[EntityT]):
    """Lists rows by the numbers of pages."""

    async def open_page(self, query: ListQuery) -> OpenPage:
        """Return a page of a list, and its length as far as that is told."""
        shape, values = self._asked(query)
        start = (query.page - 1) * query.limit
        window = {"limit_": query.limit + 1, "offset_": start}
        found = await self._rows(shape, values | window)
        rows, has_more = found[: query.limit], len(found) > query.limit
        is_last = not has_more and (rows or query.page == 1)
        total = await self._total(query, start + len(rows) if is_last else None)
        return OpenPage(rows, query.page, query.limit, has_more, total)
