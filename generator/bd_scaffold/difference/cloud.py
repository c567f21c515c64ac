"""What a design needs of a cloud, and how much of it each environment has."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.matching import matched
from ..model.types import Cloud, CloudEnvironment, Model
from .change import Change
from .lists import came_and_went, replaced, shuffled


def cloud(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in a cloud, where both designs are for one."""
    there = (
        [f"cloud: {each.cloud.provider}"] if each.cloud else [] for each in (old, new)
    )
    yield from came_and_went("deployment", *there)
    then, now = old.cloud, new.cloud
    if then is None or now is None:
        return
    yield from came_and_went("deployment.cloud", _had(then), _had(now))
    names = [[each.name for each in m.cloud_environments] for m in (old, new)]
    clusters = [[each.name for each in m.environments] for m in (old, new)]
    if names != clusters:  # of which all is told already
        yield from came_and_went("deployment.environments", *names)
        yield from shuffled("deployment.environments", "", *names)
    pairs = matched(old.cloud_environments, new.cloud_environments, _name)
    for was, each in pairs.kept:
        yield from _environment(was, each)


def _had(each: Cloud) -> list[str]:
    """Return what there is beside a database."""
    made = {
        "redis": each.redis,
        "rabbitmq": each.rabbitmq,
        "bucket": each.bucket,
        "role of the pods": each.bucket and each.cluster,
    }
    return [name for name, there in made.items() if there]


def _name(each: CloudEnvironment) -> str:
    return each.name


def _environment(old: CloudEnvironment, new: CloudEnvironment) -> Iterator[Change]:
    word = f"deployment.cloud.{new.name}"
    # Another name is another database: the old one stays, with its rows.
    yield from replaced(word, "names", old.prefix, new.prefix)
    yield from replaced(word, "database", old.instance, new.instance)
    yield from replaced(word, "GiB of it", old.storage, new.storage)
    yield from replaced(word, "days of backups", old.backup_days, new.backup_days)
    yield from replaced(word, "nodes of Redis", old.cache, new.cache)
    spares = (["spare"] if each.spare else [] for each in (old, new))
    yield from came_and_went(word, *spares)
