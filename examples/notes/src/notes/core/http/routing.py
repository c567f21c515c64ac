"""Routes that are found at once, and routers that are asked only for what may be theirs."""

from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

_FIXED = 4  # parts of a path, of which the first is empty: `/api/v1/customers`
_Key = tuple[str | int, ...]
_Index = dict[_Key, list[tuple[Collection[str] | None, RouteContext]]]


def index_routes(app: FastAPI) -> None:
    """Have an application's routes found by how their paths begin, not tried one by one."""
    app.router.routes.insert(0, RouteIndex(app.routes))


class RouteIndex(BaseRoute):
    """Finds the route of most requests; the routes behind it are tried for all others."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes
        self._index: _Index | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether a route matches path and method, and what it adds to the scope."""
        if scope["type"] != "http":
            return Match.NONE, {}
        if self._index is None:  # all routes are there as soon as a request is
            self._index = _index(self._routes)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        known = scope.setdefault("fastapi", {})
        for methods, context in self._index.get(_key(path), ()):
            if methods is None or scope["method"] in methods:
                known["effective_route_context"] = context
                match, found = context.original_route.matches(scope)
                if match is Match.FULL:
                    return match, found
        known.pop("effective_route_context", None)
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the route that was found answer."""
        await scope["route"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> NoReturn:
        """Raise NoMatchFound: the routes behind it have names."""
        raise NoMatchFound(name, path_params)


def _index(routes: Sequence[BaseRoute]) -> _Index:
    """Return the routes whose paths begin as no earlier route's do that is left out."""
    index: _Index = {}
    left_out: list[str] = []
    for context in iter_route_contexts(routes):
        path, route = context.path or "", context.original_route
        start = path.partition("{")[0]
        is_near = any(start.startswith(o) or o.startswith(start) for o in left_out)
        if is_near or not (isinstance(route, APIRoute) and _has_key(route, path)):
            left_out.extend([start] if path else ())
            continue
        is_usual = type(route).matches is APIRoute.matches
        methods = context.methods if is_usual else None
        index.setdefault(_key(path), []).append((methods, context))
    return index


def _has_key(route: APIRoute, path: str) -> bool:
    """Return whether a route of an included router matches paths of one key alone."""
    is_fixed = "{" not in "/".join(path.split("/")[:_FIXED])
    return path != route.path and is_fixed and ":" not in path


def _key(path: str) -> _Key:
    parts = path.split("/")
    return (len(parts), *parts[:_FIXED])


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
