"""Searches for a text in several columns."""

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
