"""What a design says of older versions of its API."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.types import Model, OlderEntity, OlderVersion
from .change import BREAKING, Change
from .lists import came_and_went, given_or_not, shown


def versions(old: Model, new: Model) -> Iterator[Change]:
    """Yield which older versions came and went, and what is said of those that stay."""
    then = {each.name: each for each in old.versions}
    now = {each.name: each for each in new.versions}
    yield from came_and_went("api.versions", [*then], [*now], removed=BREAKING)
    for name in [each for each in then if each in now]:
        yield from _version(f"api.versions.{name}", then[name], now[name])


def _version(subject: str, old: OlderVersion, new: OlderVersion) -> Iterator[Change]:
    days = old.deprecated_day, new.deprecated_day
    yield from given_or_not(subject, "deprecated", *days)
    yield from given_or_not(subject, "sunset", old.sunset_day, new.sunset_day)
    yield from given_or_not(subject, "link", old.link, new.link)
    yield from came_and_went(subject, _said(old), _said(new))


def _said(version: OlderVersion) -> list[str]:
    """Return what a version has otherwise than today, in words."""
    return [
        *(word for each in version.entities for word in _entity(each)),
        *(
            f"{enum}.{now} called {then}"
            for enum, values in version.enums.items()
            for now, then in values.items()
        ),
        *(f"without {operation}" for operation in version.without),
    ]


def _entity(each: OlderEntity) -> Iterator[str]:
    if each.called != each.name:
        yield f"{each.name} called {each.called}"
    yield f"{each.name} at {each.path}"
    for now, then in each.properties.items():
        yield f"{each.name}.{now} called {then}"
    for name in each.since:
        yield f"without {each.name}.{name}"
    for gone in each.had:
        yield f"{each.name}.{gone.name} of then as {shown(gone.default)}"
