"""What runs in a cluster, as the manifests say it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.types import Kubernetes, Model
from .flow import arrow, box, inside, store
from .said import listed


def entrance(cluster: Kubernetes) -> tuple[str, str]:
    """Return what leads clients into a cluster, and what that does."""
    gateway = f"{cluster.gateway_namespace}/{cluster.gateway}"
    return (f"Gateway {gateway}" if cluster.gateway else "Your proxy"), "ends TLS"


def parts(model: Model, cluster: Kubernetes) -> Iterator[str]:
    """Yield pods of each kind in their namespaces, and the database that all share."""
    yield from inside("host", f"Kubernetes, {_spaces(model)}", _pods(model, cluster))
    yield store("database", "PostgreSQL 18")
    workers = [each.component for each in cluster.workloads[1:]]
    steps = ["migrate", *(["daily"] if cluster.daily else [])]
    for name in ("app", *workers, *steps):
        yield arrow(name, "database", "SQL")
    if cluster.service_monitor:
        yield box("prometheus", "Prometheus", "of the cluster")
        for name in ("app", *workers):
            yield arrow("prometheus", name, "/metrics")


def said(model: Model, cluster: Kubernetes) -> str:
    """Return the same as a clause."""
    daily = listed(_daily(cluster))
    return (
        f"its pods are in {_spaces(model)} of Kubernetes, where a Job migrates the database "
        "before they are replaced, as far as older ones bear it"
        f"{f', and another one does {daily} once a day' if daily else ''}"
    )


def _spaces(model: Model) -> str:
    return listed([each.namespace for each in model.environments])


def _pods(model: Model, cluster: Kubernetes) -> Iterator[str]:
    counts = (f"{e.replicas} to {e.most} in {e.name}" for e in model.environments)
    yield box("app", "api", f"pods, {', '.join(counts)}")
    for each in cluster.workloads[1:]:
        yield box(each.component, each.component, f"pods, {each.replicas} in each")
    jobs = "a Job before a roll-out, and one when no older pod is left"
    yield box("migrate", "migrate", jobs)
    # Jobs below pods: side by side, they leave no room for letters.
    yield "app ~~~ migrate"
    if cluster.daily:
        yield box("daily", "once a day", listed(_daily(cluster)))
        yield f"{cluster.workloads[-1].component.replace('api', 'app')} ~~~ daily"


def _daily(cluster: Kubernetes) -> list[str]:
    return [each.component for each in cluster.daily]
