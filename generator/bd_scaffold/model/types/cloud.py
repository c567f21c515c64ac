"""What a service needs of a cloud, and how much of it each environment has."""

from __future__ import annotations

from ...record import Record
from .kubernetes import SecretKey


class Connection(Record, frozen=True):
    """A setting whose value is an address with a password, which the cloud's module makes."""

    name: str  # "DATABASE_URL"
    line: (
        str  # of an object, with its sign where others have theirs: "DATABASE_URL = …"
    )


class Cloud(Record, frozen=True):
    """What every environment has of it."""

    provider: str  # "aws"
    connections: tuple[Connection, ...]  # that it makes: of the database, …
    addresses: tuple[
        str, ...
    ]  # of what they lead to, as expressions: one that changes makes them anew
    secrets: tuple[SecretKey, ...] = ()  # settings of which the team has the values
    redis: bool = False  # there is a Redis
    rabbitmq: bool = False  # there is a broker
    bucket: bool = False  # there is a bucket for files of rows
    cluster: bool = False  # pods are given a role, as they run in a cluster
    account: str = ""  # the ServiceAccount of these pods: "shop"
    secret: str = ""  # the Secret that they read: "shop-secrets"


class CloudEnvironment(Record, frozen=True):
    """An environment, which is a root of its own."""

    name: str  # "staging"
    directory: str  # the folder of its root: "deploy/aws/environments/staging"
    prefix: str  # what its resources are called, of at most 32 letters: "shop-staging"
    namespace: str  # in the cluster: "shop-staging"
    availability_why: str  # why there is a spare, or none, in words
    instance: str  # of the database: "db.t4g.small"
    instance_why: str  # in words: "0.38 cores of the API, …"
    storage: int  # GiB of it to begin with
    storage_most: int  # GiB, before it stops to grow by itself
    storage_why: str  # in words
    backup_days: int  # in which it can be restored to any moment
    backup_why: str  # in words
    cache: str  # a node of Redis: "cache.t4g.small"
    cache_why: str  # in words
    spare: bool = False  # a second zone takes over where one is gone
