"""Which rows of a mapped class are there for any statement: its `__scope__`."""

from typing import Any

import sqlalchemy as sa

from chat.core.context import Context

from .conditions import Condition


def scope_of(model: type[Any]) -> tuple[Condition, ...]:
    """Return what every statement on a mapped class is narrowed by."""
    scope: tuple[Condition, ...] = getattr(model, "__scope__", ())
    return scope


def scope_values(model: type[Any], context: Context) -> dict[str, object]:
    """Return the values of a mapped class's scope."""
    return {
        name: value
        for condition in scope_of(model)
        for name, value in condition.values(context).items()
    }


def within_scope(model: type[Any]) -> list[sa.ColumnElement[bool]]:
    """Return the scope of a mapped class as expressions."""
    return [condition.expression(model) for condition in scope_of(model)]
