"""What a design says of a cluster, and of the environments that it is deployed to."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.matching import matched
from ..model.types import Environment, Model
from .change import Change
from .lists import came_and_went, given_or_not, replaced, shuffled


def cluster(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in a cluster, where both designs are for one."""
    there = (["kubernetes"] if each.kubernetes else [] for each in (old, new))
    yield from came_and_went("deployment", *there)
    then, now = old.kubernetes, new.kubernetes
    if then is None or now is None:
        return
    word = "deployment.kubernetes"
    yield from replaced(f"{word}.image", "", then.image, now.image)
    gateways = (
        f"{each.gateway_namespace}/{each.gateway}" if each.gateway else ""
        for each in (then, now)
    )
    yield from given_or_not(f"{word}.gateway", "", *gateways)
    switched = (
        [name for name in ("service_monitor", "helm") if getattr(each, name)]
        for each in (then, now)
    )
    yield from came_and_went(word, *switched)
    yield from _environments(old, new)


def _environments(old: Model, new: Model) -> Iterator[Change]:
    word = "deployment.environments"
    names = [[each.name for each in model.environments] for model in (old, new)]
    yield from came_and_went(word, *names)
    yield from shuffled(word, "", *names)
    pairs = matched(old.environments, new.environments, lambda each: each.name)
    for was, now in pairs.kept:
        yield from _environment(f"{word}.{now.name}", was, now)


def _environment(word: str, old: Environment, new: Environment) -> Iterator[Change]:
    yield from given_or_not(f"{word}.host", "", old.host, new.host)
    yield from replaced(word, "pods", _pods(old), _pods(new))
    yield from replaced(word, "CPU of a pod", old.cpu, new.cpu)


def _pods(each: Environment) -> str:
    return f"{each.replicas}-{each.most}"
