"""What a design asks of a cloud: what there is, how large it is, and what it is called."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Sequence

from ..capacity import BUSY, USUAL, Plan, plan_in
from ..features.feature import Feature
from ..features.setting import Setting
from ..language import kubernetes as words
from ..language.design import Design
from ..language.quantities import rounded, share_of
from ..language.volume import Volume, rows
from .kubernetes import secret_of, settings_of
from .types.cloud import Cloud, CloudEnvironment, Connection
from .types.kubernetes import SecretKey

_LONGEST = 32
"""Letters of what an environment's resources are called.

ElastiCache takes 40, RDS, IAM and buckets some 63: behind it stand `-files-` and the account's
number.
"""

_MARK = 6  # hexadecimal digits that tell apart what is cut

_INSTANCES = (
    (0.4, "db.t4g.small"),  # what it may use of its two cores without an end
    (2, "db.m7g.large"),
    (4, "db.m7g.xlarge"),
    (8, "db.m7g.2xlarge"),
    (16, "db.m7g.4xlarge"),
    (32, "db.m7g.8xlarge"),
    (64, "db.m7g.16xlarge"),
)
"""Classes of RDS by their cores; the smallest has 225 connections, so the pools' 100 fit."""

_BUSY_CACHE = 1.0  # cores of the API, from which on Redis has a core of its own
_CACHES = ("cache.t4g.small", "cache.m7g.large")

_ROW = 512  # bytes, where a design says nothing: a choice
_AROUND = 3  # times as much: indexes, dead rows, and the log of changes
_STEP = 10  # GiB
_LEAST = 20  # GiB, which is what RDS has at the least
_GROWS = 5  # times as much, before storage stops to grow by itself

_DAYS, _LONG_DAYS = 7, 30  # of backups; and where a design says what may be lost

_SPARE_WHY = (
    "The design says no availability: what is gone with a zone is gone until it is back.",
    "The design says an availability, which one zone alone doesn't have.",
)
_BACKUP_WHY = (
    "The design says nothing of recovery: a week.",
    "The design says what a disaster may cost: a month. RDS is some five minutes behind.",
)
_CACHE_WHY = (
    "The API uses less than a core: two shared ones, and 1.4 GiB.",
    "The API uses a core or more: Redis has one of its own, and 6 GiB.",
)

_MADE = {
    "redis": ("local.redis_url", "local.redis_address"),
    "rabbitmq": ("local.broker_url", "local.broker_address"),
}
_DATABASE = ("DATABASE_URL", "local.database_url", "local.database_address")


def cloud_of(design: Design, features: Sequence[Feature]) -> Cloud | None:
    """Return what a service needs of a cloud; nothing where the design is for none."""
    provider = design.deployment.cloud
    if provider is None:
        return None
    settings = list(settings_of(design, features))
    there = {each.served for each in settings if each.needed and each.served}
    made = list(_connections(settings, there))
    cluster = design.deployment.kubernetes is not None
    return Cloud(
        provider=provider,
        connections=tuple(_lines(made)),
        addresses=tuple(dict.fromkeys(address for _, _, address in made)),
        secrets=tuple(_secrets(settings, there)),
        redis="redis" in there,
        rabbitmq="rabbitmq" in there,
        bucket="bucket" in there,
        cluster=cluster,
        account=design.name if cluster else "",
        secret=secret_of(design) if cluster else "",
    )


def cloud_environments_of(design: Design) -> Iterator[CloudEnvironment]:
    """Yield how much of it each environment of a design has."""
    if design.deployment.cloud is None:
        return
    for name, said in (design.deployment.environments or USUAL).items():
        yield _environment(design, name, said)


def called(name: str, environment: str) -> str:
    """Return what an environment's resources are called: short, and as every service takes it."""
    whole = f"{name}-{environment}"
    plain = re.sub("-+", "-", whole)
    if plain == whole and len(plain) <= _LONGEST:
        return plain
    mark = hashlib.sha256(whole.encode()).hexdigest()[:_MARK]
    return f"{plain[: _LONGEST - _MARK - 1].rstrip('-')}-{mark}"


def instance_of(plan: Plan | None) -> str:
    """Return the class of a database that a load needs, as far as we know it."""
    wanted = plan.busy / BUSY if plan else 0
    fitting = (name for cores, name in _INSTANCES if cores >= wanted)
    return next(fitting, _INSTANCES[-1][1])


def storage_of(volume: Iterable[Volume]) -> int:
    """Return the GiB that rows need, with what is around them."""
    taken = sum(rows(each.rows) * (each.bytes or _ROW) for each in volume) * _AROUND
    return max(_LEAST, math.ceil(taken / 1024**3 / _STEP) * _STEP)


def _connections(
    settings: Iterable[Setting], there: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield settings with their values and with what these lead to."""
    for each in settings:
        if each.served in there and each.served in _MADE:
            yield (each.name, *_MADE[each.served])
    yield _DATABASE  # the last line of a list is what no change moves


def _lines(made: Sequence[tuple[str, str, str]]) -> Iterator[Connection]:
    longest = max(len(name) for name, _, _ in made)
    for name, value, _ in made:
        yield Connection(name, f"{name:<{longest}} = {value}")


def _secrets(settings: Iterable[Setting], there: Iterable[str]) -> Iterator[SecretKey]:
    """Yield the secrets that nothing here makes; a role is in place of a bucket's keys."""
    for each in settings:
        if each.secret and each.served not in there:
            yield SecretKey(each.name, optional=not each.needed)


def _environment(
    design: Design, name: str, said: words.Environment
) -> CloudEnvironment:
    quality = design.requirements.quality
    plan = plan_in(design, said)
    storage = storage_of(quality.volume.values())
    is_recovered = quality.recovery.rpo or quality.recovery.rto
    is_busy = bool(plan and plan.busy >= _BUSY_CACHE)
    spare = bool(share_of(quality.availability))
    return CloudEnvironment(
        name=name,
        directory=f"deploy/aws/environments/{name}",
        prefix=called(design.name, name),
        namespace=words.namespace_of(design.name, name),
        availability_why=_SPARE_WHY[spare],
        instance=instance_of(plan),
        instance_why=_instance_why(plan),
        storage=storage,
        storage_most=storage * _GROWS,
        storage_why=_storage_why(quality.volume.values()),
        backup_days=_LONG_DAYS if is_recovered else _DAYS,
        backup_why=_BACKUP_WHY[bool(is_recovered)],
        cache=_CACHES[is_busy],
        cache_why=_CACHE_WHY[is_busy],
        spare=spare,
    )


def _instance_why(plan: Plan | None) -> str:
    if plan is None:
        return "The design says no throughput: the smallest that has room for bursts."
    return (
        f"{rounded(plan.rate)} requests/s x {rounded(plan.cost)} ms = {rounded(plan.busy)} "
        f"cores of the API; the database is given as many, {BUSY:.0%} in use: an assumption."
    )


def _storage_why(volume: Iterable[Volume]) -> str:
    expected = sum(rows(each.rows) for each in volume)
    if not expected:
        return "The design says no volume: what RDS has at the least."
    return (
        f"{expected:,} rows of the bytes that the design says, or of {_ROW}, "
        f"times {_AROUND} for indexes, dead rows and the log of changes."
    )
