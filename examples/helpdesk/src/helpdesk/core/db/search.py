"""Searches for a text in several columns."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from .conditions import ListFilter


class Search(ListFilter):
    """Finds rows of which a column contains the text, whatever its case."""

    parameter = "q"

    def __init__(self, *attributes: str) -> None:
        self._attributes = attributes

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that one of the columns contains the text."""
        text = sa.bindparam(self.parameter, type_=sa.String())
        columns = [getattr(model, attribute) for attribute in self._attributes]
        return sa.or_(*(column.ilike(text, escape="\\") for column in columns))

    def bound(self, value: object) -> object:
        """Return the text as a pattern, in which wildcards are only characters."""
        text = str(value)
        for special in ("\\", "%", "_"):
            text = text.replace(special, "\\" + special)
        return f"%{text}%"

    def without(self, is_hidden: Callable[[str], bool]) -> "Search | None":
        """Return the search of the columns that aren't hidden, if there are any."""
        left = tuple(each for each in self._attributes if not is_hidden(each))
        if left == self._attributes:
            return self
        return _search(left) if left else None


@lru_cache(256)
def _search(attributes: tuple[str, ...]) -> Search:
    """Return one search for all from whom the same columns are hidden."""
    return Search(*attributes)
