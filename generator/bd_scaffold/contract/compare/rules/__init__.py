"""Every rule by which a change of the contract is judged, each with the source that it follows.

One principle is behind them: a client that kept to the old contract must not notice. So what
requests may say must not become less, and what responses may say must not become more.
"""

from __future__ import annotations

from . import api, events, realtime, requests, responses
from .rule import Rule

RULES = {
    rule.id: rule
    for rule in (
        *api.RULES,
        *requests.RULES,
        *responses.RULES,
        *events.RULES,
        *realtime.RULES,
    )
}
"""Every rule by its id, in the order of the reference."""

__all__ = ["RULES", "Rule"]
