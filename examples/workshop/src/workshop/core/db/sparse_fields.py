"""Selections that read some attributes of rows alone."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only
from sqlalchemy.orm.interfaces import ORMOption


def chosen_columns(columns: Iterable[Any], needed: set[str]) -> list[Any]:
    """Return the columns of a selection that rows show by one of these names."""
    named = ((getattr(each, "key", None) or each.name, each) for each in columns)
    return [each for name, each in named if name in needed]


def loading_only(model: type[Any], needed: set[str]) -> ORMOption:
    """Return what has an entity loaded with these attributes alone."""
    mapper = sa.inspect(model)
    wholes = (each for each in mapper.composites if each.key in needed)
    parts = {part.key for each in wholes for part in each.props}
    columns = (
        getattr(model, each.key)
        for each in mapper.column_attrs
        if not (needed | parts).isdisjoint((each.key, _shown_as(each)))
    )
    return load_only(*columns, raiseload=True)


def _shown_as(attribute: Any) -> str:
    """Return the attribute that shows what a column holds in another form."""
    shown = attribute.columns[0].info.get("shown", attribute.key.removeprefix("_"))
    return str(shown)
