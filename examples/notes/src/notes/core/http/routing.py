"""Routes that are found at once, and routers that are asked only for what may be theirs."""

from collections.abc import Sequence
from typing import Any, NoReturn

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

_FIXED = 4  # parts of a path, of which the first is empty: `/api/v1/customers`
_Key = tuple[str | int, ...]


def index_routes(app: FastAPI) -> None:
    """Have an application's routes found by how their paths begin, not tried one by one."""
    app.router.routes.insert(0, RouteIndex(app.routes))


class RouteIndex(BaseRoute):
    """Finds the route of most requests; the routes behind it are tried for all others."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes
        self._index: dict[_Key, list[RouteContext]] | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether a route matches path and method, and what it adds to the scope."""
        if scope["type"] != "http":
            return Match.NONE, {}
        if self._index is None:  # all routes are there as soon as a request is
            self._index = _index(self._routes)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        for context in self._index.get(_key(scope["method"], path), ()):
            match, found = context.matches(scope)
            if match is Match.FULL:
                found["route"] = context.original_route
                found["fastapi"] = {"effective_route_context": context}
                return match, found
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the route that was found answer."""
        await scope["route"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> NoReturn:
        """Raise NoMatchFound: the routes behind it have names."""
        raise NoMatchFound(name, path_params)


def _index(routes: Sequence[BaseRoute]) -> dict[_Key, list[RouteContext]]:
    """Return the routes whose paths begin as no earlier route's do that is left out."""
    found: dict[_Key, list[RouteContext]] = {}
    left_out: list[str] = []
    for context in iter_route_contexts(routes):
        path = context.path or ""
        start = path.partition("{")[0]
        is_near = any(start.startswith(o) or o.startswith(start) for o in left_out)
        if path and (is_near or not _has_key(context.original_route, path)):
            left_out.append(start)
            continue
        for method in context.methods or ():
            found.setdefault(_key(method, path), []).append(context)
    return found


def _has_key(route: BaseRoute, path: str) -> bool:
    """Return whether all that a route matches has one key, but for the method."""
    is_fixed = "{" not in "/".join(path.split("/")[:_FIXED])
    return isinstance(route, APIRoute) and is_fixed and ":" not in path


def _key(method: str, path: str) -> _Key:
    parts = path.split("/")
    return (method, len(parts), *parts[:_FIXED])


class SliceRouter(APIRouter):
    """Tries its routes only where a path has how they begin, not for all other slices', too."""

    _counted = -1
    _starts: frozenset[str] = frozenset()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether a route matches, and what it adds to the scope."""
        if self._counted != len(self.routes):
            self._counted = len(self.routes)
            self._starts = frozenset(map(_start, self.routes))
        path = scope.get("path", "")
        is_near = any(start in path for start in self._starts)
        return super().matches(scope) if is_near else (Match.NONE, {})


def _start(route: BaseRoute) -> str:
    """Return the text that each path of a route has in it: its first part, if it is fixed."""
    first = getattr(route, "path", "").split("/")[1:2]
    return "" if not first or "{" in first[0] else f"/{first[0]}"
