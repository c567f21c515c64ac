"""Rows with keys of their own, which every tenant may have again: `DE` of ours, and of theirs."""

from typing import TypeVar

from helpdesk.core.errors import ErrorDetail, InvalidError
from helpdesk.core.security.tenants import works_across

from .repository import SqlRepository

EntityT = TypeVar("EntityT")


class KeyedInTenant(SqlRepository[EntityT]):
    """Finds rows by keys that tell them apart in their tenant alone."""

    async def find(self, *key: object) -> EntityT | None:
        """Return the tenant's entity with this key, or None.

        Raise InvalidError where somebody works across tenants: it may be a key of several.
        """
        if works_across(self.work.context.principal.grants):
            message = "Each tenant may have this key: say in which one you work."
            details = [ErrorDetail("X-Tenant", message, "missing")]
            raise InvalidError("The request is not valid.", details)
        names = (name for name in self.statements.key if name != "tenant_id")
        return await self.find_by(**dict(zip(names, key, strict=True)))
