"""What belongs to one request wherever its code runs."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The request's identifier: the client's own, or one made on arrival."""
