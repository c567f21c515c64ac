"""How many rows a list has: counted only where that is told."""

from typing import ClassVar, Literal, TypeVar

from workshop.core.queries import ListQuery
from workshop.core.totals import Total

from .repository import SqlRepository

EntityT = TypeVar("EntityT")


class Totals(SqlRepository[EntityT]):
    """Tells how long its lists are, as `totals` says."""

    totals: ClassVar[Literal["always", "on_request", "estimate"]]

    async def _total(self, query: ListQuery, known: int | None) -> Total | None:
        """Return how many rows a list has; `known` where its page is seen to be the last."""
        if self.totals == "on_request" and not query.with_total:
            return None
        if known is not None:
            return Total(known)
        shape, values = self._asked(query)
        count = self.statements.count(shape.conditions)
        return Total(await self._session.scalar(count, values) or 0)
