"""Pages of lists that begin with the rows which fit best what is searched."""

from dataclasses import replace
from typing import Any, TypeVar

from chat.core.queries import ListQuery

from .full_text import FullText
from .repository import SqlRepository
from .shape import Shape

EntityT = TypeVar("EntityT")


class RankedPages(SqlRepository[EntityT]):
    """Lists the best rows of a search first, unless somebody asks for another order."""

    def _asked(self, query: ListQuery) -> tuple[Shape, dict[str, Any]]:
        """Return the shape of a list and its values."""
        shape, values = super()._asked(query)
        ranked = FullText.parameter in query.filters and not query.sort
        return replace(shape, ranked=ranked), values
