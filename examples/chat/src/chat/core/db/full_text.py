"""Searches for words in several columns, by an index of them."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from .conditions import Condition, ListFilter
from .words import ByDialect, Words, vector


class FullText(ListFilter):
    """Finds rows of which the columns have each of the words."""

    parameter = "q"

    def __init__(self, *attributes: str, hidden: Collection[str] = ()) -> None:
        self._attributes = attributes
        self._hidden = hidden

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that each word is in one of the columns."""
        index = _index_of(model)
        vectors = [_vector(model, index.info["columns"])]
        if self._hidden:
            # The index finds all that may fit; what is hidden then doesn't count.
            vectors.append(_vector(model, self._columns(index)))
        question = _question(index)
        found = [each.bool_op("@@")(question) for each in vectors]
        words, place = _table(index), _place(model)
        listed = sa.select(words.c.rowid).where(self._match(index))
        return ByDialect(sa.and_(*found), place.in_(listed))

    def rank(self, model: type[Any]) -> sa.ColumnElement[float]:
        """Return how far a row is from the best."""
        index = _index_of(model)
        vector = _vector(model, self._columns(index))
        rank = sa.func.ts_rank_cd(vector, _question(index), type_=sa.Float())
        words = _table(index)
        # The limit has SQLite rank all rows once, and not once for each of them.
        ranks = sa.select(words.c.rowid, words.c.rank).where(self._match(index))
        all_ = ranks.limit(sa.literal_column("-1")).subquery()
        own = sa.select(all_.c.rank).where(all_.c.rowid == _place(model))
        return ByDialect(-rank, own.scalar_subquery())

    def _match(self, index: sa.Index) -> sa.ColumnElement[bool]:
        """Return SQLite's condition on its table of words."""
        asked: sa.ColumnElement[str] = sa.bindparam(self.parameter, type_=Words())
        if self._hidden:
            shown = "{" + " ".join(self._numbered()) + "}"
            start = sa.literal_column(f"'{shown} : ('", sa.String())
            asked = start.concat(asked).concat(sa.literal_column("')'", sa.String()))
        return sa.literal_column(f'"{index.name}"').bool_op("MATCH")(asked)

    def _numbered(self) -> Iterable[str]:
        for number, each in enumerate(self._attributes, 1):
            if each not in self._hidden:
                yield f"c{number}"

    def _columns(self, index: sa.Index) -> list[str]:
        named = zip(self._attributes, index.info["columns"], strict=True)
        return [column for attribute, column in named if attribute not in self._hidden]


def by_rank(
    statement: sa.Select[Any], conditions: Iterable[Condition], model: type[Any]
) -> sa.Select[Any]:
    """Return a list's statement with the rows first that fit what is searched best."""
    for each in conditions:
        if isinstance(each, FullText):
            statement = statement.order_by(each.rank(model))
    return statement


def _index_of(model: type[Any]) -> sa.Index:
    """Return the index of the words in a table."""
    indexes: Iterable[sa.Index] = model.__table__.indexes
    return next(each for each in indexes if "language" in each.info)


def _vector(model: type[Any], columns: Collection[str]) -> sa.ColumnElement[Any]:
    info = _index_of(model).info
    text = vector(info["language"], columns, info["columns"], model.__table__.name)
    return sa.literal_column(text)


def _question(index: sa.Index) -> sa.ColumnElement[Any]:
    language = sa.literal_column(f"'{index.info['language']}'", sa.String())
    return sa.func.to_tsquery(language, sa.bindparam(FullText.parameter, type_=Words()))


def _table(index: sa.Index) -> sa.TableClause:
    """Return the table in which SQLite keeps the words of another one."""
    return sa.table(str(index.name), sa.column("rowid"), sa.column("rank"))


def _place(model: type[Any]) -> sa.ColumnElement[int]:
    """Return by what SQLite's table of words refers to a row."""
    return sa.literal_column(f'"{model.__table__.name}"._rowid_')
