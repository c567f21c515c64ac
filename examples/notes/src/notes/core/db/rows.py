"""The rows of lists, whose values are read once for each field that an answer shows."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa


def named_rows(result: sa.Result[Any]) -> list[Any]:
    """Return the rows of a result as tuples that have their values as attributes.

    SQLAlchemy's own rows have them, too, but look for each in vain before they find it.
    """
    return list(map(_row_class(tuple(result.keys())), result))


@lru_cache(1024)
def _row_class(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    values = {name: property(itemgetter(place)) for place, name in enumerate(names)}
    return type("NamedRow", (tuple,), {"__slots__": (), **values})
