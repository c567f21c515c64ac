"""Routes of operations of the design's own."""

from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from .error_responses import error_response
from .idempotency import IdempotentRoute


class ExactRoute(IdempotentRoute):
    """A path that is no row's, though it may look like one: `/orders/cheapest`."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every request for the path, so that none is asked for a row."""
        match, found = super().matches(scope)
        return (Match.FULL if match is Match.PARTIAL else match), found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, or say by which methods there can be one."""
        methods = self.methods or set()
        if scope["method"] in methods:
            await super().handle(scope, receive, send)
        else:
            await _refusal(scope["method"], methods)(scope, receive, send)


def _refusal(method: str, methods: set[str]) -> Response:
    head = {"HEAD"} if "GET" in methods else set()
    allowed = ", ".join(sorted({*methods, *head, "OPTIONS"}))
    if method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allowed})
    message, headers = "Method Not Allowed", {"Allow": allowed}
    return error_response(405, "METHOD_NOT_ALLOWED", message, headers=headers)
