"""A design with the files beside it that it names: the contracts of other systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bd_scaffold import rules
from bd_scaffold.diagnostics import in_order
from bd_scaffold.record import replace

if TYPE_CHECKING:
    from bd_scaffold.features.feature import Feature
    from bd_scaffold.language.namespace import Namespace
    from bd_scaffold.resolve import Resolved


def reviewed(
    text: bytes,
    source: str,
    words: Sequence[Namespace],
    features: tuple[Feature, ...],
) -> rules.Reviewed:
    """Read a design and what it names beside it, and hold all of it against the rules."""
    found = rules.reviewed(text, source, words, features)
    if found.resolved is None or not found.resolved.design.resilience:
        return found
    from bd_scaffold.contract.outbound import with_contracts  # few designs need it

    resolved, more = with_contracts(found.resolved, source, found.positions.where)
    mistakes = in_order((*found.mistakes, *more))
    return replace(found, resolved=resolved, mistakes=mistakes)


def files(resolved: Resolved) -> Mapping[str, str]:
    """Return the files that a project needs beside its design, by their paths."""
    return {each.path: each.text for each in resolved.others.values()}
