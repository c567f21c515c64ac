"""Routers that are asked only for what may be theirs."""

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match
from starlette.types import Scope


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
