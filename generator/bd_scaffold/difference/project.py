"""What a design says of the whole project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.types import Api, Deployment, Idempotency, Model, Project
from .change import BREAKING, SAFE, Change, Effect, effects
from .cloud import cloud
from .cluster import cluster
from .lists import came_and_went, given_or_not, replaced, reworded, shuffled
from .own_words import changed_words
from .versions import versions


def project(old: Model, new: Model) -> Iterator[Change]:
    """Yield what differs in a project's words, its API, its database and its deployment."""
    yield from _words(old.project, new.project)
    kept = old.api.version in {each.name for each in new.versions}
    yield from _api(old.api, new.api, SAFE if kept else BREAKING)
    yield from versions(old, new)
    engines = old.database.engine, new.database.engine
    yield from replaced("database.engine", "", *engines, effects(loses_data=True))
    filled = (["seeds"] if each.seeds else [] for each in (old, new))
    yield from came_and_went("database", *filled)
    if old.cache and new.cache:
        stores = old.cache.store, new.cache.store
        yield from replaced("cache.store", "", *stores)
    yield from _carried(old, new)
    loaded = (["load_test"] if each.load_test else [] for each in (old, new))
    yield from came_and_went("requirements", *loaded)
    traced = (["telemetry"] if each.telemetry else [] for each in (old, new))
    yield from came_and_went("project", *traced)
    if old.files and new.files:
        then, now = ("s3" if e.s3 else "folder" for e in (old.files, new.files))
        yield from replaced("files.store", "", then, now)
    yield from came_and_went("deployment.ci", _ci(old.deployment), _ci(new.deployment))
    watched = (["monitoring"] if each.monitoring else [] for each in (old, new))
    yield from came_and_went("deployment", *watched)
    before = old.deployment.proxies, new.deployment.proxies
    yield from came_and_went("deployment.proxies", *map(list, before))
    made = _made(old.deployment), _made(new.deployment)
    yield from came_and_went("deployment", *made)
    yield from cluster(old, new)
    yield from cloud(old, new)


def _carried(old: Model, new: Model) -> Iterator[Change]:
    """Yield another broker: what the one before still has is on its way to nobody here."""
    then, now = (
        each.messaging.broker if each.messaging else "database" for each in (old, new)
    )
    if then != now and old.messaging:
        text = f"changed from {then} to {now}; what {then} still has starts no job"
        yield Change("messaging.broker", text, "changed", BREAKING)
    else:
        yield from replaced("messaging.broker", "", then, now)


def _words(old: Project, new: Project) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(old.name, f"renamed to {new.name}", "renamed")
    yield from replaced("title", "", old.title, new.title)
    yield from reworded("project", "description", old.description, new.description)
    yield from replaced("version", "", old.version, new.version)
    yield from changed_words("project", old.x, new.x)


def _api(old: Api, new: Api, moved: Sequence[Effect]) -> Iterator[Change]:
    yield from replaced("api.version", "", old.version, new.version, moved)
    limits = old.default_limit, new.default_limit
    yield from replaced("api.limit.default", "", *limits)
    lower = effects(breaks_clients=new.max_limit < old.max_limit)
    yield from replaced("api.limit.max", "", old.max_limit, new.max_limit, lower)
    yield from replaced("api.errors", "", old.errors, new.errors, BREAKING)
    preferred = (["prefer"] if each.prefer else [] for each in (old, new))
    yield from came_and_went("api", *preferred, removed=BREAKING)
    patched = (["json_patch"] if each.json_patch else [] for each in (old, new))
    yield from came_and_went("api", *patched, removed=BREAKING)
    yield from came_and_went("api.cors", old.cors, new.cors, removed=BREAKING)
    yield from shuffled("api.cors", "", old.cors, new.cors)
    yield from given_or_not("api.rate_limit", "", old.rate_limit, new.rate_limit)
    if all(each.rate_limit or each.rate_limits for each in (old, new)):
        told = old.rate_limit_headers, new.rate_limit_headers
        yield from replaced("api.rate_limit.headers", "", *told, BREAKING)
    yield from _idempotency(old.idempotency, new.idempotency)


def _idempotency(old: Idempotency | None, new: Idempotency | None) -> Iterator[Change]:
    """Yield what becomes of writes that are sent again: without it, they are done again."""
    there = (["idempotency"] if each else [] for each in (old, new))
    yield from came_and_went("api", *there, removed=BREAKING)
    needed = (["required"] if each and each.required else [] for each in (old, new))
    yield from came_and_went("api.idempotency", *needed, added=BREAKING)
    if old and new:
        yield from replaced("api.idempotency.keep", "", old.keep, new.keep)


def _made(deployment: Deployment) -> list[str]:
    left_out = {
        "container": deployment.no_container,
        "compose": deployment.no_compose,
        "backup": not deployment.point_in_time,
        "doctor": not deployment.doctor,
        "image: hardened": not deployment.hardened_image,
    }
    return [word for word, is_left_out in left_out.items() if not is_left_out]


def _ci(deployment: Deployment) -> list[str]:
    said = {"github": deployment.github, "gitlab": deployment.gitlab}
    return [provider for provider, there in said.items() if there]
