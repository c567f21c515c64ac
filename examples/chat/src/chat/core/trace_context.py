"""Which trace something is a part of, as W3C Trace Context has it, wherever its code runs."""

from contextvars import ContextVar

traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)
"""The header of the request, if it had a sound one."""
