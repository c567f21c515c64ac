"""What runs in a cluster, and what differs between the environments that it is deployed to."""

from __future__ import annotations

from ...record import Record


class Variable(Record, frozen=True):
    """A setting that is no secret."""

    name: str  # "DATABASE_POOL_SIZE"
    value: str  # "9"


class SecretKey(Record, frozen=True):
    """A setting that a Secret of the cluster has, by its own name."""

    name: str  # "DATABASE_URL"
    optional: bool = False  # a pod starts without it, too


class Workload(Record, frozen=True):
    """A Deployment: pods of one command."""

    name: str  # of the Deployment, and of what belongs to it: "shop-worker"
    component: str  # its part in the whole: "worker"
    port: int  # where it answers probes and `/metrics`: 8000
    cpu: str  # that a pod is promised: "650m"
    cpu_limit: str  # "2"
    memory: str  # that a pod is promised, and not more: "512Mi"
    replicas: int  # pods at the least
    grace: int  # seconds from the signal to end until it is killed
    command: tuple[str, ...] = ()  # in place of the image's: "python", "-m", …
    most: int = (
        0  # pods at the most, of which an autoscaler has as many as the load needs
    )


class Daily(Record, frozen=True):
    """A CronJob: a command that runs once a day."""

    name: str  # "shop-retention"
    component: str  # "retention"
    command: tuple[str, ...]  # "python", "-m", …
    schedule: str  # "10 3 * * *"


class Environment(Record, frozen=True):
    """An environment, which is an overlay of its own."""

    name: str  # "staging"
    directory: str  # the folder of its overlay: "deploy/kubernetes/overlays/staging"
    namespace: str  # "shop-staging"
    replicas: int  # pods that answer requests at the least
    most: int  # and at the most
    cpu: str  # that each is promised: "650m"
    config: tuple[Variable, ...]  # settings that are this environment's
    resources: tuple[str, ...]  # what its overlay lays: "../../base"
    host: str = ""  # under which clients reach it: "staging.shop.example.com"
    routed: bool = False  # a Gateway leads them there
    crowded: int = 0  # connections that all pods may open, if they are too many


class Kubernetes(Record, frozen=True):
    """The whole of what is deployed to a cluster."""

    image: str  # without a tag: "registry.example.com/shop"
    config: str  # the name of the ConfigMap: "shop-config"
    secret: str  # the name of the Secret, which the cluster has: "shop-secrets"
    migrate: str  # the name of the Job that migrates: "shop-migrate"
    contract: (
        str  # of what drops what old code needed, once it is gone: "shop-contract"
    )
    workloads: tuple[Workload, ...]  # the API first
    settings: tuple[Variable, ...]  # that are the same everywhere
    secrets: tuple[SecretKey, ...]  # settings of which the cluster has the values
    ports: tuple[int, ...]  # where what it speaks to listens: 5432
    paths: tuple[str, ...]  # what a Gateway leads here, with all below: "/api/v1"
    daily: tuple[Daily, ...] = ()  # commands that run once a day
    resources: tuple[str, ...] = ()  # files of the base: "api.yaml"
    gateway_namespace: str = ""  # where the Gateway is that leads requests to it
    gateway: str = ""  # its name
    service_monitor: bool = False  # Prometheus Operator is told of `/metrics`
    helm: bool = False  # there is a chart with the same objects
    rules: tuple[
        str, ...
    ] = ()  # for Prometheus Operator, ready YAML: "@NAMESPACE@" is an environment's
    dashboard: tuple[
        str, ...
    ] = ()  # for Grafana, ready JSON: "@NAMESPACE@", and "@UID@" for its last 40 letters
