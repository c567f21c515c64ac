"""The project as a whole: its API, its limits, where its checks run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..features import FEATURES
from ..language.design import Design
from ..language.finding import Finding
from ..names.project import import_name
from ..resolve import Resolved
from .finding import repeated

_HIGHEST_LIMIT = 1000
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?|\*")


def rule(resolved: Resolved) -> Iterator[Finding]:
    """The API's limits are in order, and what is listed is listed once."""
    design = resolved.design
    yield from _api(design)
    yield from _deployment(design)
    yield from _package(design)
    if not design.entities:
        yield Finding(("entities",), "BD115", "A design has at least one entity.")


def _package(design: Design) -> Iterator[Finding]:
    """The project's package is not called as something else that its code imports."""
    for feature in FEATURES:
        taken = feature.packages.get(import_name(design.name))
        if taken and feature.wanted(design):
            message = f'"{design.name}" is {taken}.'
            yield Finding(("name",), "BD112", message, f'Try "{design.name}-api".')


def _api(design: Design) -> Iterator[Finding]:
    api = design.api
    if re.fullmatch(r"v[1-9][0-9]{0,3}", api.version) is None:
        message = f'"{api.version}" is not an API version.'
        yield Finding(("api", "version"), "BD113", message, "Write v1.")
    if not 1 <= api.limit.max <= _HIGHEST_LIMIT:
        message = f"{api.limit.max} is not between 1 and {_HIGHEST_LIMIT}."
        yield Finding(("api", "limit", "max"), "BD601", message)
    if not 1 <= api.limit.default <= max(api.limit.max, 1):
        message = f"{api.limit.default} is not between 1 and the most, {api.limit.max}."
        yield Finding(("api", "limit", "default"), "BD601", message)
    for position, origin in enumerate(api.cors):
        if _ORIGIN.fullmatch(origin) is None:
            hint = "Write scheme and host, without a path: https://shop.example.com."
            message = f'"{origin}" is not an origin.'
            yield Finding(("api", "cors", position), "BD602", message, hint)
    for position, origin in repeated(api.cors):
        yield Finding(("api", "cors", position), "BD116", f'"{origin}" appears twice.')


def _deployment(design: Design) -> Iterator[Finding]:
    said = design.deployment
    providers = said.ci
    if said.compose and not said.container:
        message = "compose.yaml runs the container, which there is none of."
        hint = "Leave it out, or write container: true."
        yield Finding(("deployment", "compose"), "BD603", message, hint)
    if "none" in providers and len(providers) > 1:
        message = '"none" excludes the others.'
        yield Finding(("deployment", "ci"), "BD603", message, "Leave it out.")
    for position, provider in repeated(providers):
        message = f'"{provider}" appears twice.'
        yield Finding(("deployment", "ci", position), "BD116", message)
