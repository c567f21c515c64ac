"""Which requests are counted together, and how many there may be of each."""

import re

from fastapi import FastAPI
from fastapi.routing import APIRoute
from limits import parse

from .api import PREFIX, ROUTERS
from .core.http.rate_limit import Counted, RateLimitMiddleware
from .settings import Settings


def install_rate_limits(app: FastAPI, settings: Settings) -> None:
    """Count requests, unless the settings limit none."""
    limits = RateLimits(settings)
    if limits:
        app.add_middleware(RateLimitMiddleware, rate_of=limits.of)


class RateLimits:
    """The rate of the API, and in its place those of resources with one of their own."""

    def __init__(self, settings: Settings) -> None:
        rates = {"": settings.rate_limit, **settings.rate_limits}
        self._counted: dict[str, Counted | None] = {
            name: (name, parse(rate)) if rate else None for name, rate in rates.items()
        }
        paths = _paths()
        if unknown := settings.rate_limits.keys() - paths.keys():
            raise ValueError(f"RATE_LIMITS names no resource: {', '.join(unknown)}")
        self._own = {name: re.compile(paths[name]) for name in settings.rate_limits}

    def __bool__(self) -> bool:
        """Tell whether anything is counted."""
        return any(self._counted.values())

    def of(self, path: str) -> Counted | None:
        """Return what a request is counted as; None for what is not of the API, or unlimited."""
        if not path.startswith(f"{PREFIX}/"):
            return None
        rest = path.removeprefix(PREFIX)
        own = (name for name, known in self._own.items() if known.fullmatch(rest))
        return self._counted[next(own, "")]


def _paths() -> dict[str, str]:
    """Return a pattern of all paths of each resource, by its name in the contract."""
    found: dict[str, set[str]] = {}
    for router in ROUTERS:
        paths = {each.path for each in router.routes if isinstance(each, APIRoute)}
        for tag in router.tags:
            found.setdefault(str(tag), set()).update(paths)
    return {
        name: "|".join(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(each)) for each in paths)
        for name, paths in found.items()
    }
