"""The tenant that something is done in: that of an account, one that is named, or every one."""

import uuid
from dataclasses import replace
from functools import lru_cache

from .principal import Grants, Principal

SWITCH, ANY = "tenant:switch", "tenant:any"
"""The permissions of the platform: to work in a tenant that is named, and in all at once."""


def within(principal: Principal, tenant: uuid.UUID | None) -> Principal:
    """Return a principal who works in one tenant; without one, in none."""
    grants = _reaching(principal.grants, every_tenant=False, named=tenant is not None)
    return replace(principal, grants=grants, tenant=tenant)


def across(principal: Principal) -> Principal:
    """Return a principal who works in every tenant."""
    grants = _reaching(principal.grants, every_tenant=True, named=False)
    return replace(principal, grants=grants, tenant=None)


def works_across(grants: Grants) -> bool:
    """Tell whether rows of every tenant are there: for the system, unless it names one."""
    return grants.every_tenant or (grants.kind == "system" and not grants.in_tenant)


def may_on_the_platform(principal: Principal, permission: str) -> bool:
    """Tell whether a permission of the platform was given, by its name or as `tenant:*`.

    `*` doesn't give it: that is what a tenant's own administrators have.
    """
    grants = principal.grants
    given = not grants.permissions.isdisjoint({permission, "tenant:*"})
    return given and grants.reaches(permission)


@lru_cache(8192)
def _reaching(grants: Grants, *, every_tenant: bool, named: bool) -> Grants:
    return replace(grants, every_tenant=every_tenant, in_tenant=named)
