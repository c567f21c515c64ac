"""A span for each request, in the trace of whoever sent it; plain ASGI, around all else."""

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workshop.core.context import request_id
from workshop.core.tracing import extracted, installed, mark

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_PROBES = {"/health/live", "/health/ready", "/metrics"}
_CARRIED = ("traceparent", "tracestate")
_FAILURE = 500


class TracingMiddleware:
    """Makes a span of each request, unless it asks for the service's own health."""

    def __init__(self, app: ASGIApp, trusted: bool) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        tracer = installed()
        if tracer is None or scope["type"] != "http" or scope["path"] in _PROBES:
            await self._app(scope, receive, send)
            return
        parent = _parent(scope) if self._trusted else Context()
        method = scope["method"] if scope["method"] in _METHODS else "_OTHER"
        span = tracer.start_span(
            _name(method),
            context=parent,
            kind=SpanKind.SERVER,
            attributes={
                "http.request.method": method,
                "url.scheme": scope["scheme"],
                "network.protocol.version": scope["http_version"],
            },
        )
        if span.is_recording():
            scope["span"] = span
            send = _watched(send, span)
        token = context.attach(trace.set_span_in_context(span, parent))
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            mark(span, type(error).__qualname__)
            raise
        finally:
            context.detach(token)
            span.end()


def name_span(scope: Scope, template: str) -> None:
    """Name the span of a request by the route that answers it, never by its path."""
    span: Span = scope["span"]
    span.set_attribute("http.response.header.x-request-id", [request_id.get()])
    if template != "unmatched":
        span.update_name(f"{_name(scope['method'])} {template}")
        span.set_attribute("http.route", template)


def _parent(scope: Scope) -> Context:
    """Return the trace that a request says it belongs to; two of them are none."""
    headers = Headers(scope=scope)
    if len(headers.getlist("traceparent")) != 1:
        return Context()
    said = {name: ",".join(headers.getlist(name)) for name in _CARRIED}
    return extracted({name: value for name, value in said.items() if value})


def _name(method: str) -> str:
    """Return the method; what a client makes up would have no end."""
    return method if method in _METHODS else "HTTP"


def _watched(send: Send, span: Span) -> Send:
    """Return what sends an answer, and has the span say its status."""

    async def watched(message: Message) -> None:
        if message["type"] == "http.response.start":
            status = int(message["status"])
            span.set_attribute("http.response.status_code", status)
            if status >= _FAILURE:
                mark(span, str(status))
        await send(message)

    return watched
