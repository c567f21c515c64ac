"""The capabilities that a design may use, one module each; the stages loop over this list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    accounts,
    api_keys,
    api_versions,
    async_operations,
    audited,
    batch,
    both_ways,
    browser,
    cache,
    cursor,
    doctor,
    encrypted,
    events,
    field_rules,
    files,
    full_text,
    hardened_image,
    history,
    idempotency,
    ietf_rate_limit,
    inbox,
    jobs,
    json_patch,
    kafka_broker,
    kubernetes,
    links,
    list_totals,
    load_test,
    messaging,
    monitoring,
    nats_broker,
    oidc,
    own_operations,
    personal_data,
    pii,
    preferences,
    problem_details,
    proxies,
    rabbitmq_broker,
    rate_limit,
    realtime,
    redis_broker,
    redis_cache,
    related_lists,
    resilience,
    restorable,
    retention,
    search,
    security,
    seeds,
    sign_in,
    soft_delete,
    telemetry,
    tenant,
    timestamps,
    transitions,
    upsert,
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
    batch.FEATURE,
    upsert.FEATURE,
    search.FEATURE,
    full_text.FEATURE,
    versioned.FEATURE,
    restorable.FEATURE,
    soft_delete.FEATURE,
    audited.FEATURE,
    history.FEATURE,
    events.FEATURE,
    timestamps.FEATURE,
    links.FEATURE,
    related_lists.FEATURE,
    cursor.FEATURE,
    json_patch.FEATURE,
    preferences.FEATURE,
    problem_details.FEATURE,
    list_totals.FEATURE,
    both_ways.FEATURE,
    rate_limit.FEATURE,
    ietf_rate_limit.FEATURE,
    idempotency.FEATURE,
    cache.FEATURE,
    redis_cache.FEATURE,
    api_versions.FEATURE,
    encrypted.FEATURE,
    files.FEATURE,
    pii.FEATURE,
    personal_data.FEATURE,
    retention.FEATURE,
    telemetry.FEATURE,
    monitoring.FEATURE,
    doctor.FEATURE,
    hardened_image.FEATURE,
    proxies.FEATURE,
    load_test.FEATURE,
    jobs.FEATURE,
    messaging.FEATURE,
    inbox.FEATURE,
    rabbitmq_broker.FEATURE,
    nats_broker.FEATURE,
    redis_broker.FEATURE,
    kafka_broker.FEATURE,
    realtime.FEATURE,
    resilience.FEATURE,
    own_operations.FEATURE,
    kubernetes.FEATURE,
    async_operations.FEATURE,
    seeds.FEATURE,
)
"""Every capability, in the order in which their columns and base classes stand."""


def traits_of(features: Iterable[Feature]) -> tuple[Trait, ...]:
    """Return the words that capabilities add to those of an entity's `traits`."""
    return tuple(trait for feature in features for trait in feature.traits)


def classes_of(features: Iterable[Feature]) -> frozenset[str]:
    """Return the classes that capabilities add to the generated code."""
    return frozenset(name for feature in features for name in feature.classes)
