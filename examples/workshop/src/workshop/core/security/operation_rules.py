"""Who may call operations of the design's own, and what that comes to for a principal."""

from dataclasses import dataclass
from functools import lru_cache

from .principal import Grants
from .rules import NOBODY, PUBLIC, Always, Rule


@dataclass(frozen=True, eq=False)
class OperationRule:
    """Who may call one operation: what permissions and scopes call it, and the rule."""

    name: str  # "order:recount"
    scope: str  # that is enough as well: "order:write"
    rule: Rule

    def verdict(self, grants: Grants) -> Rule:
        """Return PUBLIC, NOBODY, or a rule that the row has to fulfil."""
        return _verdict(self, grants)


@lru_cache(8192)
def _verdict(rule: OperationRule, grants: Grants) -> Rule:
    if grants.kind == "system":
        return PUBLIC
    if not any(map(grants.reaches, (rule.name, rule.scope))):
        return NOBODY
    folded = rule.rule.fold(grants)
    if isinstance(folded, Always):
        return PUBLIC if folded.holds else NOBODY
    return folded
