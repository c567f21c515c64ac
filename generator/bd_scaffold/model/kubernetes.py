"""What a design asks of a cluster: each number with the formula that the documents tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from ..capacity import BUSY, POOL, USUAL, pods_of, workers_of
from ..features.feature import Feature
from ..features.setting import Setting
from ..language import kubernetes as words
from ..language.design import Design
from .monitoring import watched_in_cluster
from .types.kubernetes import (
    Daily,
    Environment,
    Kubernetes,
    SecretKey,
    Variable,
    Workload,
)

API_PORT = 8000  # of the image's command
WORKER_PORT = 8001
_ANY = "0.0.0.0"  # noqa: S104 - the cluster asks from outside of the pod

_DATABASE_PORT = 5432
_STEP = 50  # thousandths of a core, to which what is promised is rounded up
_LEAST = 100  # of them, for a pod that nobody says how much to ask of

_MEMORY = 256
"""MiB of a process: one that has started was measured with 97, the rest is for its work."""

_MEMORY_STEP = 64

_LEAVING = 5  # seconds in which proxies hear that a pod is to end
_REQUEST = 60  # `REQUEST_TIMEOUT`
_PATIENCE = 25  # `WORKER_PATIENCE_SECONDS`
_CLOSING = 5  # seconds to let go of connections

_UVICORN = (
    Variable("UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN", str(_REQUEST)),
    # Longer than a proxy keeps an idle connection, which would else send a request on one that is
    # being closed: 60 seconds by nginx and AWS, 120 by Caddy, 600 by Google.
    Variable("UVICORN_TIMEOUT_KEEP_ALIVE", "620"),
)
"""Options of the image's command, as its variables."""


def kubernetes_of(
    design: Design, package: str, features: Sequence[Feature]
) -> Kubernetes | None:
    """Return what runs in a cluster; nothing where the design asks for none."""
    said = design.deployment.kubernetes
    if said is None:
        return None
    name = design.name
    settings = list(settings_of(design, features))
    namespace, _, gateway = (said.gateway or "").partition("/")
    worker = any(each.worker for each in features)
    watched = bool(said.service_monitor and design.deployment.monitoring)
    daily = tuple(_daily(design, package, features))
    rules, dashboard = watched_in_cluster(design, features) if watched else ((), ())
    return Kubernetes(
        image=said.image or name,
        config=f"{name}-config",
        secret=secret_of(design),
        migrate=f"{name}-migrate",
        contract=f"{name}-contract",
        workloads=tuple(_workloads(design, package, settings, worker=worker)),
        settings=tuple(_everywhere(features, settings, worker=worker)),
        secrets=tuple(_secrets(settings)),
        ports=(
            *sorted({port for each in settings for port in each.ports}),
            _DATABASE_PORT,
        ),
        daily=daily,
        resources=(
            *(["worker.yaml"] if worker else []),
            *(["service-monitor.yaml"] if said.service_monitor else []),
            *(["daily.yaml"] if daily else []),
            *("api.yaml", "migrate.yaml", "network.yaml"),
        ),
        paths=(
            f"/api/{design.api.version}",
            *(path for each in features for path in each.addresses(design)),
        ),
        gateway_namespace=namespace if gateway else "",
        gateway=gateway,
        service_monitor=said.service_monitor,
        helm=said.helm,
        rules=rules,
        dashboard=dashboard,
    )


def environments_of(
    design: Design, features: Sequence[Feature]
) -> Iterator[Environment]:
    """Yield what differs between the environments that a design is deployed to."""
    if design.deployment.kubernetes is None:
        return
    settings = list(settings_of(design, features))
    worker = any(each.worker for each in features)
    for name, said in (design.deployment.environments or USUAL).items():
        yield _environment(design, name, said, settings, worker=worker)


def cores(busy: float, processes: int) -> int:
    """Return thousandths of a core for one of some processes, of which `BUSY` are in use."""
    return max(_LEAST, math.ceil(busy / processes / BUSY * 1000 / _STEP) * _STEP)


def memory(settings: Iterable[Setting]) -> int:
    """Return the MiB of a process, with what its settings let it keep."""
    wanted = _MEMORY + sum(each.memory for each in settings)
    return math.ceil(wanted / _MEMORY_STEP) * _MEMORY_STEP


def secret_of(design: Design) -> str:
    """Return the name of the Secret that pods read."""
    return f"{design.name}-secrets"


def settings_of(design: Design, features: Iterable[Feature]) -> Iterator[Setting]:
    """Yield what capabilities ask for, each once."""
    found: dict[str, Setting] = {}
    for feature in features:
        for each in feature.settings(design):
            found.setdefault(each.name, each)
    yield from found.values()


def _secrets(settings: Iterable[Setting]) -> Iterator[SecretKey]:
    for each in settings:
        if each.secret:
            yield SecretKey(each.name, optional=not each.needed)
    yield SecretKey("DATABASE_URL")  # the last line of a list is what no change moves


def _everywhere(
    features: Iterable[Feature], settings: Iterable[Setting], *, worker: bool
) -> Iterator[Variable]:
    if any(each.environment for each in features):
        yield Variable("ENVIRONMENT", "production")
    if worker:
        yield Variable("WORKER_HOST", _ANY)
        yield Variable("WORKER_PORT", str(WORKER_PORT))
    for each in settings:
        if each.value and "{host}" not in each.value:
            yield Variable(each.name, each.value)
    yield from _UVICORN


def _workloads(
    design: Design, package: str, settings: Sequence[Setting], *, worker: bool
) -> Iterator[Workload]:
    """Yield what runs all the time, as an environment has it that says nothing else."""
    usual = _environment(design, "", words.Environment(), settings, worker=worker)
    size = f"{memory(settings)}Mi"
    yield Workload(
        name=design.name,
        component="api",
        port=API_PORT,
        cpu=usual.cpu,
        cpu_limit="2",  # the event loop, and threads for what takes long
        memory=size,
        replicas=usual.replicas,
        grace=_LEAVING + _REQUEST + _CLOSING,
        most=usual.most,
    )
    if worker:
        yield Workload(
            name=f"{design.name}-worker",
            component="worker",
            command=("python", "-m", f"{package}.worker"),
            port=WORKER_PORT,
            cpu=f"{_LEAST}m",
            cpu_limit="2",
            memory=size,
            replicas=workers_of(design),
            grace=_PATIENCE + _CLOSING,
        )


def _daily(
    design: Design, package: str, features: Iterable[Feature]
) -> Iterator[Daily]:
    """Yield what runs once a day, one after the other while few people are awake."""
    for place, each in enumerate(each for each in features if each.daily):
        component = each.name.replace("_", "-")
        module, *words = each.daily
        yield Daily(
            name=f"{design.name}-{component}",
            component=component,
            command=("python", "-m", f"{package}.{module}", *words),
            schedule=f"{10 * place % 60} 3 * * *",
        )


def _environment(
    design: Design,
    name: str,
    said: words.Environment,
    settings: Iterable[Setting],
    *,
    worker: bool,
) -> Environment:
    deployment, pods = design.deployment.kubernetes, pods_of(
        design, said, worker=worker
    )
    plan = pods.plan
    host = said.host or ""
    routed = bool(host and deployment and deployment.gateway)
    watched = deployment and deployment.service_monitor and design.deployment.monitoring
    return Environment(
        name=name,
        directory=f"deploy/kubernetes/overlays/{name}",
        namespace=words.namespace_of(design.name, name),
        host=host,
        routed=routed,
        resources=(
            "namespace.yaml",
            *(["route.yaml"] if routed else []),
            *(["dashboard.yaml", "rules.yaml"] if watched else []),
            "../../base",
        ),
        replicas=pods.least,
        most=pods.most,
        cpu=f"{cores(plan.busy, plan.processes) if plan else _LEAST}m",
        config=(
            *_own(settings, host),
            Variable("DATABASE_POOL_SIZE", str(max(1, min(POOL, pods.pool)))),
        ),
        crowded=pods.crowded,
    )


def _own(settings: Iterable[Setting], host: str) -> Iterator[Variable]:
    """Yield what each environment has its own of: empty where the design can't know it."""
    for each in settings:
        if not each.secret and "{host}" in each.value:
            yield Variable(each.name, each.value.format(host=host) if host else "")
        elif not each.secret and each.needed and not each.value:
            yield Variable(each.name, "")
