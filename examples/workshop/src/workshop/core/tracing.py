"""Spans of what the service does, and the trace that they belong to.

Where nothing is traced, there are none: `traced` then costs a look, and no trace goes anywhere.
"""

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import AttributeValue
from structlog.typing import EventDict

if TYPE_CHECKING:
    from contextvars import Token

P = ParamSpec("P")
T = TypeVar("T")

_PROPAGATOR = TraceContextTextMapPropagator()
_installed: list[Tracer] = []


def install(tracer: Tracer) -> None:
    """Have this process make its spans by a tracer."""
    _installed.append(tracer)


def remove(tracer: Tracer) -> None:
    """Have this process make no more spans by a tracer."""
    _installed.remove(tracer)


def installed() -> Tracer | None:
    """Return what makes the spans of this process; None where nothing is traced."""
    return _installed[-1] if _installed else None


def is_recorded() -> bool:
    """Tell whether what is done at present belongs to a trace that is recorded."""
    return trace.get_current_span().get_span_context().trace_flags.sampled


class Traced:
    """A span around what is done meanwhile, or around each call of a function."""

    def __init__(
        self, name: str, kind: SpanKind, attributes: Mapping[str, AttributeValue]
    ) -> None:
        self._name = name
        self._kind = kind
        self._attributes = attributes
        self._token: Token[Context] | None = None
        self._span: Span = trace.INVALID_SPAN

    def __enter__(self) -> Span:
        """Begin the span; what comes back takes attributes, also where none is made."""
        tracer = installed()
        if tracer is None or _is_left_out():
            return self._span
        self._span = tracer.start_span(
            self._name, kind=self._kind, attributes=self._attributes
        )
        self._token = context.attach(trace.set_span_in_context(self._span))
        return self._span

    def __exit__(self, _kind: object, error: BaseException | None, _at: object) -> None:
        """End it, and mark it where something was raised."""
        if self._token is None:
            return
        context.detach(self._token)
        if isinstance(error, Exception):
            mark(self._span, type(error).__qualname__)
        self._span.end()

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Return the function with a span around each call, and until its result is there."""
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
                with self._again():
                    return await function(*args, **kwargs)

            return cast("Callable[P, T]", awaited)

        @functools.wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> T:
            with self._again():
                return function(*args, **kwargs)

        return called

    def _again(self) -> "Traced":
        return Traced(self._name, self._kind, self._attributes)


def traced(
    name: str,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Mapping[str, AttributeValue] | None = None,
) -> Traced:
    """Return a span for a `with`, or for each call of a function: `@traced("total")`.

    Its name is one of few, so it has no keys in it; nor do attributes have what is
    personal. What is raised is marked by its class, and its message left out.
    """
    return Traced(name, kind, attributes or {})


def traced_message(name: str) -> Traced:
    """Return a span of taking up what waited, by the name of what takes it up."""
    said = {"messaging.operation.type": "process", "messaging.destination.name": name}
    return Traced(f"process {name}", SpanKind.CONSUMER, said)


def mark(span: Span, error_type: str) -> None:
    """Mark a span as failed, by a class or a code that says nothing of any row."""
    span.set_attribute("error.type", error_type)
    span.set_status(StatusCode.ERROR)


def current_traceparent() -> str | None:
    """Return what a message or a row carries to go on with the present trace, if there is one."""
    found = trace.get_current_span().get_span_context()
    if not found.is_valid:
        return None
    trace_id, span_id = trace.format_trace_id(found.trace_id), _span_id(found.span_id)
    return f"00-{trace_id}-{span_id}-{found.trace_flags:02x}"


@contextmanager
def continued(traceparent: str | None) -> Iterator[None]:
    """Go on with the trace that something carries; what is no `traceparent` begins anew."""
    if traceparent is None or installed() is None:
        yield
        return
    token = context.attach(extracted({"traceparent": traceparent}))
    try:
        yield
    finally:
        context.detach(token)


def extracted(headers: Mapping[str, str]) -> Context:
    """Return the context that headers of W3C Trace Context speak of, or an empty one."""
    return _PROPAGATOR.extract(headers, Context())


def trace_headers() -> dict[str, str]:
    """Return the headers by which a request to others belongs to the present trace."""
    headers: dict[str, str] = {}
    _PROPAGATOR.inject(headers)
    return headers


def add_trace(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Add to a log line which trace it belongs to, and which span."""
    found = trace.get_current_span().get_span_context()
    if found.is_valid:
        event.setdefault("trace_id", trace.format_trace_id(found.trace_id))
        event.setdefault("span_id", _span_id(found.span_id))
    return event


def _is_left_out() -> bool:
    """Tell whether there is a trace of which nothing is recorded."""
    found = trace.get_current_span().get_span_context()
    return found.is_valid and not found.trace_flags.sampled


_span_id = trace.format_span_id
