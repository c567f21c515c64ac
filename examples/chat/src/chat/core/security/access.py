"""The rules of one kind of entity, and what they come to for a principal."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chat.core.errors import DomainError

from .errors import ForbiddenError, UnauthenticatedError
from .principal import Grants, Principal
from .rules import NOBODY, PUBLIC, Always, Rule

Action = Literal["list", "get", "create", "update", "delete"]
_SCOPES = {"list": "read", "get": "read"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Access:
    """Who may do what with the rows of one kind; what is not said, nobody may."""

    resource: str  # what permissions and scopes call it: "order"
    list: Rule = NOBODY
    get: Rule = NOBODY
    create: Rule = NOBODY
    update: Rule = NOBODY
    delete: Rule = NOBODY

    def verdict(self, action: Action, grants: Grants) -> Rule:
        """Return PUBLIC, NOBODY, or a rule that the row has to fulfil."""
        return _verdict(self, action, grants)

    def refused(self, action: Action, grants: Grants) -> bool:
        """Tell whether a principal is refused whatever the row."""
        return self.verdict(action, grants) == NOBODY


@lru_cache(8192)
def _verdict(access: Access, action: Action, grants: Grants) -> Rule:
    if grants.kind == "system":
        return PUBLIC
    scope = _SCOPES.get(action, "write")
    wanted = {f"{access.resource}:{each}" for each in (action, scope)}
    if not any(map(grants.reaches, wanted)):
        return NOBODY
    rule: Rule = getattr(access, action)
    folded = rule.fold(grants)
    if isinstance(folded, Always):
        return PUBLIC if folded.holds else NOBODY
    return folded


def refusal(principal: Principal) -> DomainError:
    """Return why a principal is refused: they have to sign in, or that doesn't help."""
    if principal.is_anonymous:
        return UnauthenticatedError("This needs a sign-in.")
    return ForbiddenError("You may not do this.")
