"""Who something is done for: nobody known, a person, a service, or the system itself."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .roles import ROLES

Kind = Literal["anonymous", "person", "service", "system"]


@dataclass(frozen=True, slots=True, eq=False)
class Grants:
    """What a principal has been given; `grants_of` makes one for all that have the same."""

    kind: Kind
    has_account: bool = False
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None  # they only ever take away; None takes nothing

    def may(self, permission: str) -> bool:
        """Tell whether a role of theirs gives a permission that their scopes leave them."""
        return covers(self.permissions, permission) and self.reaches(permission)

    def reaches(self, permission: str) -> bool:
        """Tell whether the scopes leave a permission, whoever gives it."""
        return self.scopes is None or covers(self.scopes, permission)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who something is done for, and what they have been given."""

    grants: Grants
    id: uuid.UUID | None = None  # of the account; a `user` field holds it
    client: str = ""  # what a service without an account is told from others by

    @property
    def is_anonymous(self) -> bool:
        """Nobody has signed in."""
        return self.grants.kind == "anonymous"


def covers(patterns: Collection[str], permission: str) -> bool:
    """Tell whether patterns such as `*` and `order:*` cover a permission."""
    resource, _, _ = permission.partition(":")
    return not {"*", f"{resource}:*", permission}.isdisjoint(patterns)


@lru_cache(4096)
def grants_of(
    kind: Kind,
    roles: frozenset[str],
    scopes: frozenset[str] | None,
    has_account: bool,
) -> Grants:
    """Return what roles give; a role that the design no longer has gives nothing."""
    permissions = frozenset(each for role in roles for each in ROLES.get(role, ()))
    return Grants(kind, has_account, roles, permissions, scopes)


def person(
    account: uuid.UUID,
    roles: Collection[str] = (),
    scopes: Collection[str] | None = None,
) -> Principal:
    """Return the principal of an account."""
    left = None if scopes is None else frozenset(scopes)
    return Principal(grants_of("person", frozenset(roles), left, True), account)


def service(
    roles: Collection[str] = (),
    scopes: Collection[str] | None = None,
    client: str = "",
) -> Principal:
    """Return the principal of a service, which has no account."""
    left = None if scopes is None else frozenset(scopes)
    grants = grants_of("service", frozenset(roles), left, False)
    return Principal(grants, client=client)


ANONYMOUS = Principal(Grants("anonymous"))
SYSTEM = Principal(Grants("system", permissions=frozenset({"*"})))
"""Scripts and jobs that are held to no rule; they have to say so."""
