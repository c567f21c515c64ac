"""The capabilities that a design may use, one module each; the stages loop over this list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    accounts,
    api_keys,
    audited,
    both_ways,
    browser,
    cursor,
    encrypted,
    field_rules,
    idempotency,
    links,
    list_totals,
    oidc,
    own_operations,
    personal_data,
    pii,
    rate_limit,
    related_lists,
    restorable,
    search,
    security,
    sign_in,
    soft_delete,
    tenant,
    timestamps,
    transitions,
    versioned,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..language.trait import Trait
    from .feature import Feature

FEATURES: tuple[Feature, ...] = (
    tenant.FEATURE,
    accounts.FEATURE,
    sign_in.FEATURE,
    api_keys.FEATURE,
    oidc.FEATURE,
    browser.FEATURE,
    field_rules.FEATURE,
    security.FEATURE,
    transitions.FEATURE,
    search.FEATURE,
    versioned.FEATURE,
    restorable.FEATURE,
    soft_delete.FEATURE,
    audited.FEATURE,
    timestamps.FEATURE,
    links.FEATURE,
    related_lists.FEATURE,
    cursor.FEATURE,
    list_totals.FEATURE,
    both_ways.FEATURE,
    rate_limit.FEATURE,
    idempotency.FEATURE,
    encrypted.FEATURE,
    pii.FEATURE,
    personal_data.FEATURE,
    own_operations.FEATURE,
)
"""Every capability, in the order in which their columns and base classes stand."""


def traits_of(features: Iterable[Feature]) -> tuple[Trait, ...]:
    """Return the words that capabilities add to those of an entity's `traits`."""
    return tuple(trait for feature in features for trait in feature.traits)


def classes_of(features: Iterable[Feature]) -> frozenset[str]:
    """Return the classes that capabilities add to the generated code."""
    return frozenset(name for feature in features for name in feature.classes)
