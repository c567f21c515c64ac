"""Modules at the root of the package or of its tests that come with what a design uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .resolved import Resolved


def root_modules(resolved: Resolved) -> frozenset[str]:
    """Return them by name; neither an area nor an entity of none is called like one."""
    used = {e.name: e for one in resolved.entities.values() for e in one.features}
    own = (each for feature in used.values() for each in feature.modules)
    some = (name for name, is_there in OF_SOME.items() if is_there(resolved))
    return frozenset((*own, *some))


def _rehearses(resolved: Resolved) -> bool:
    documents = resolved.design.documents
    return documents is not None and documents.backup


def _owns(resolved: Resolved) -> bool:
    found = (each.inverses for each in resolved.entities.values())
    return any(inverse.source.owned for each in found for inverse in each)


def _asks_redis(resolved: Resolved) -> bool:
    found = (each.features for each in resolved.entities.values())
    return any("redis" in feature.shares for features in found for feature in features)


def _works(resolved: Resolved) -> bool:
    found = (each.features for each in resolved.entities.values())
    return any(feature.worker for features in found for feature in features)


def _counts_statements(resolved: Resolved) -> bool:
    return _owns(resolved) or any(
        each.sparse_fields
        or each.paging.totals == "on_request"
        or any(field.include for field in each.written.fields.values())
        for each in resolved.entities.values()
    )


OF_SOME: Mapping[str, Callable[[Resolved], bool]] = {
    "owned_rows": _owns,
    "redis_server": _asks_redis,
    "restore_rehearsal": _rehearses,
    "statements": _counts_statements,
    "worker": _works,
}
"""Those that come with words of the core, and not with a capability."""
