"""Which rows of a mapped class are there for whoever asks: its `__access__` and `__scope__`."""

from typing import Any

import sqlalchemy as sa

from chat.core.context import Context
from chat.core.security.access import Access, Action
from chat.core.security.principal import Grants
from chat.core.security.rules import NOBODY, PUBLIC

from .conditions import Condition
from .row_rules import ACCOUNT, row_rule
from .scopes import scope_of, scope_values, within_scope


class NoRow(Condition):
    """Leaves nothing: a principal may not read any row of the kind."""

    def expression(self, _model: type[Any]) -> sa.ColumnElement[bool]:
        """Return what is never true."""
        return sa.false()


_NOTHING = NoRow()


def access_of(model: type[Any]) -> Access | None:
    """Return the rules of a mapped class; a table without an entity has none."""
    access: Access | None = getattr(model, "__access__", None)
    return access


def narrowed(
    model: type[Any], grants: Grants, action: Action = "get"
) -> tuple[Condition, ...]:
    """Return the conditions that rules of access set for a principal."""
    access = access_of(model)
    rule = PUBLIC if access is None else access.verdict(action, grants)
    if rule == PUBLIC:
        return ()
    return (_NOTHING if rule == NOBODY else row_rule(rule),)


def is_narrowed(model: type[Any], grants: Grants) -> bool:
    """Tell whether some rows of a mapped class are not there for a principal."""
    return bool(scope_of(model) or narrowed(model, grants))


def visible(model: type[Any], grants: Grants) -> list[sa.ColumnElement[bool]]:
    """Return that rows of a mapped class are there for a principal, as expressions."""
    conditions = narrowed(model, grants)
    return [*within_scope(model), *(each.expression(model) for each in conditions)]


def visible_values(model: type[Any], context: Context) -> dict[str, object]:
    """Return the values of `visible`."""
    return scope_values(model, context) | {ACCOUNT: context.principal.id}
