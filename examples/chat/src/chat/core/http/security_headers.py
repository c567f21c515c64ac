"""Headers by which browsers hold pages, and caches, to less than they would do."""

from collections.abc import Iterator

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Scope

_DATA = "default-src 'none'; frame-ancestors 'none'"
"""An answer is data: if a browser takes it for a page, that page may do nothing."""

_DOCS = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page of the contract is started by a script that stands in it."""

_CREDENTIALS = ("Authorization", "Cookie", "X-API-Key")
_TWO_YEARS = 2 * 365 * 24 * 60 * 60


def set_security_headers(scope: Scope, headers: MutableHeaders) -> None:
    """Add to the headers of an answer those that it does not have by itself."""
    for name, value in _security_headers(scope):
        headers.setdefault(name, value)


def _security_headers(scope: Scope) -> Iterator[tuple[str, str]]:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    yield "Content-Security-Policy", _DOCS if path == "/docs" else _DATA
    yield "Referrer-Policy", "no-referrer"
    if scope.get("scheme") == "https":
        yield "Strict-Transport-Security", f"max-age={_TWO_YEARS}; includeSubDomains"
    given = Headers(scope=scope)
    if any(name in given for name in _CREDENTIALS):
        yield "Cache-Control", "no-store"
