"""Rows that stand inside of another one's body."""

from typing import Any

from pydantic import MISSING, BaseModel


def plain(value: Any) -> Any:
    """Return the values of rows by attribute, and any other value as it is."""
    rows = isinstance(value, list) and any(isinstance(e, BaseModel) for e in value)
    return [_values(each) for each in value] if rows else value


def _values(row: BaseModel) -> dict[str, Any]:
    return {name: value for name, value in row if value is not MISSING}
