"""Rows of tenants: every statement is narrowed to those of the tenant that it is made in."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultExecutionContext

from helpdesk.core.context import Context
from helpdesk.core.security.access import refusal
from helpdesk.core.security.principal import Grants
from helpdesk.core.security.tenants import works_across

from .conditions import Condition
from .stamps import Stamps

TENANT = "_tenant"
"""The parameter with the tenant of whoever asks."""


@dataclass(frozen=True, slots=True)
class InTenant(Condition):
    """Leaves the rows of one tenant; none where there is no tenant."""

    def expression(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """Return that a row is of the tenant."""
        its: sa.ColumnElement[bool] = model.tenant_id == sa.bindparam(
            TENANT, type_=sa.Uuid()
        )
        return its

    def values(self, context: Context) -> Mapping[str, object]:
        """Return the tenant."""
        return {TENANT: context.principal.tenant}


_IN_TENANT = (InTenant(),)


def in_tenant(model: type[Any], grants: Grants) -> tuple[Condition, ...]:
    """Return what narrows a mapped class to a principal's tenant, where its rows have one."""
    divided = hasattr(model, "tenant_id") and hasattr(model, "__access__")
    return _IN_TENANT if divided and not works_across(grants) else ()


def _tenant(context: Context) -> uuid.UUID | None:
    principal = context.principal
    across = principal.grants.kind == "system" and works_across(principal.grants)
    if principal.tenant is None and not across:
        raise refusal(principal)
    return principal.tenant  # the system says it with the row's other values


IN_TENANT: Stamps = {"tenant_id": _tenant}


def tenant_of(column: str, key: str) -> Callable[[DefaultExecutionContext], Any]:
    """Return the default of links' `tenant_id`: that of the row to whose key a column refers."""
    table, _, name = key.partition(".")
    columns = (sa.column(each, sa.Uuid()) for each in (name, "tenant_id"))
    rows = sa.table(table, *columns)
    asked = sa.select(rows.c.tenant_id).where(rows.c[name] == sa.bindparam("key"))

    def default(context: DefaultExecutionContext) -> Any:
        row = context.get_current_parameters()  # type: ignore[no-untyped-call]
        given = row[column]
        # The rows of one statement mostly belong to one that has them all.
        known: dict[Any, Any] = context.__dict__.setdefault("_tenants", {})
        if given not in known:
            known[given] = context.connection.scalar(asked, {"key": given})
        return known[given]

    return default
