"""What few designs ask for: its module is imported where one does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..features.feature import Feature
from ..language.design import Design
from ..resolve import Resolved
from .types import (
    Cache,
    Cloud,
    CloudEnvironment,
    CustomGroup,
    Dependency,
    Entity,
    Environment,
    Event,
    Files,
    Jobs,
    Kubernetes,
    LoadTest,
    Messaging,
    Monitoring,
    Realtime,
    Refusal,
    Security,
    Table,
)


def cache_of(design: Design) -> Cache | None:
    """Return where answers are kept; nothing where none is."""
    is_used = any(each.cache for each in design.entities.values())
    return Cache(design.cache.store) if is_used else None


def messaging_of(design: Design) -> Messaging | None:
    """Return what carries events to others; nothing where that is the database alone."""
    broker = design.messaging.broker
    if broker == "database" or not design.events:
        return None
    consumes = any(each.on for each in design.jobs.values())
    return Messaging(broker, _TITLES[broker], consumes)


_TITLES = {
    "kafka": "Kafka",
    "nats": "NATS",
    "rabbitmq": "RabbitMQ",
    "redis": "Redis",
}


def events_of(resolved: Resolved, entities: Sequence[Entity]) -> tuple[Event, ...]:
    """Return what others are told of changes of rows."""
    if not resolved.design.events:
        return ()
    from . import events

    return tuple(events.events_of(resolved, entities))


def realtime_of(resolved: Resolved, entities: Sequence[Entity]) -> Realtime | None:
    """Return the rooms in which people see what happens; nothing without any."""
    if not resolved.design.realtime:
        return None
    from . import realtime

    return realtime.realtime_of(resolved, entities)


def dependencies_of(resolved: Resolved) -> tuple[Dependency, ...]:
    """Return the other systems that a design calls."""
    if not resolved.design.resilience:
        return ()
    from . import outbound

    return tuple(outbound.dependencies_of(resolved))


def files_of(design: Design, entities: Iterable[Entity]) -> Files | None:
    """Return where files are kept, if some row has one."""
    if not any(each.files for each in entities):
        return None
    return Files(s3=design.files.store == "s3")


def with_store(parts: Sequence[str], files: Files | None) -> tuple[str, ...]:
    """Return parts of the blueprint with that of the store of files."""
    return tuple(sorted((*parts, *(["s3"] if files and files.s3 else []))))


def load_test_of(
    design: Design,
    prefix: str,
    entities: Sequence[Entity],
    custom: Sequence[CustomGroup],
    security: Security | None,
    tables: Mapping[str, Table],
) -> LoadTest | None:
    """Return what a load test asks for."""
    if not design.requirements.load_test:
        return None
    from . import load_test

    return load_test.load_test_of(design, prefix, entities, custom, security, tables)


def monitoring_of(resolved: Resolved, used: Iterable[Feature]) -> Monitoring | None:
    """Return what is watched while the service runs."""
    if not resolved.design.deployment.monitoring:
        return None
    from . import monitoring

    return monitoring.monitoring_of(resolved.design, used)


def jobs_of(resolved: Resolved, entities: Sequence[Entity]) -> Jobs | None:
    """Return the work that is done later."""
    if not resolved.jobs and not any(each.written.later for each in resolved.custom):
        return None
    from . import jobs

    return jobs.jobs_of(resolved, entities)


def custom_of(
    resolved: Resolved,
) -> tuple[tuple[CustomGroup, ...], tuple[Refusal, ...]]:
    """Return the operations of the design's own, and what refuses them."""
    if not resolved.custom:
        return (), ()
    from . import custom

    groups = tuple(custom.custom_groups(resolved))
    return groups, tuple(custom.refusals_of(resolved.design))


def kubernetes_of(
    design: Design, package: str, features: Sequence[Feature]
) -> Kubernetes | None:
    """Return what runs in a cluster; nothing where a design is for none."""
    if design.deployment.kubernetes is None:
        return None
    from . import kubernetes

    return kubernetes.kubernetes_of(design, package, features)


def environments_of(
    design: Design, features: Sequence[Feature]
) -> tuple[Environment, ...]:
    """Return what differs between the environments of a cluster."""
    if design.deployment.kubernetes is None:
        return ()
    from . import kubernetes

    return tuple(kubernetes.environments_of(design, features))


def cloud_of(design: Design, features: Sequence[Feature]) -> Cloud | None:
    """Return what a service needs of a cloud; nothing where a design is for none."""
    if design.deployment.cloud is None:
        return None
    from . import cloud

    return cloud.cloud_of(design, features)


def cloud_environments_of(design: Design) -> tuple[CloudEnvironment, ...]:
    """Return how much of a cloud each environment has."""
    if design.deployment.cloud is None:
        return ()
    from . import cloud

    return tuple(cloud.cloud_environments_of(design))
