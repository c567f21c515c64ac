"""Requests of older versions of the API, answered by today's: names change on the way."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import structlog
import yaml
from fastapi import APIRouter, Response
from prometheus_client import Counter
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workshop.core.versions import Query, Route, Version

from .error_responses import error_response

_logger = structlog.stdlib.get_logger(__name__)

_EXCHANGE = "older_version"
_OF_ITEMS = 207

USED = Counter(
    "http_older_version_requests",
    "Requests to older versions of the API.",
    ["version", "method", "route"],
)


class VersionsMiddleware:
    """Has today's API answer the requests of older versions, and notes who makes them."""

    def __init__(
        self,
        app: ASGIApp,
        versions: Sequence[Version],
        prefix: str,
        retired: Collection[str],
    ) -> None:
        self._app = app
        self._versions = {f"{each.prefix}/": each for each in versions}
        self._starts = tuple(self._versions)
        self._prefix = prefix
        self._retired = frozenset(retired)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or not path.startswith(self._starts):
            await self._app(scope, receive, send)
            return
        start = next(each for each in self._starts if path.startswith(each))
        exchange = _Exchange(self._versions[start], self._prefix, scope, send)
        try:
            await self._answer(exchange, receive)
        finally:
            exchange.note()

    async def _answer(self, exchange: "_Exchange", receive: Receive) -> None:
        if exchange.version.name in self._retired:
            message = f"{exchange.version.name} of the API is no longer served."
            await exchange.refuse(410, "GONE", message)
        elif exchange.allowed:
            await exchange.refuse_method()
        else:
            await self._app(exchange.inner, receive, exchange.send)


class OlderBodyMiddleware:
    """Translates the bodies of such requests: innermost, where limits of rate and time hold."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        exchange: _Exchange | None = scope.get(_EXCHANGE)
        if exchange is not None:
            receive = await exchange.received(scope, receive)
        await self._app(scope, receive, send)


class _Exchange:
    """One request of an older version, and its answer."""

    def __init__(self, version: Version, prefix: str, scope: Scope, send: Send) -> None:
        self.version = version
        self._prefix = prefix
        self._root = scope.get("root_path", "")
        self._outer = scope
        self._send = send
        self._start: Message | None = None
        self._body = b""
        path = scope["path"].removeprefix(self._root).removeprefix(version.prefix)
        there = version.at(path)
        fitting = [each for each in there if each[0].method == scope["method"]]
        self._route: Route | None
        self._route, today = fitting[0] if fitting else (None, "")
        self.allowed = set() if fitting else {route.method for route, _ in there}
        self.inner = {**scope, _EXCHANGE: self}
        if self._route:
            self._ask_today(f"{self._root}{prefix}{today}", self._route.query)

    def _ask_today(self, path: str, query: Query | None) -> None:
        self.inner |= {"path": path, "raw_path": quote(path).encode()}
        text = self._outer["query_string"].decode("latin-1")
        if query and text:
            pairs = query.pairs_today(parse_qsl(text, keep_blank_values=True))
            self.inner["query_string"] = urlencode(pairs).encode()

    # the request

    async def received(self, scope: Scope, receive: Receive) -> Receive:
        """Return what receives the body with the names of today."""
        headers = MutableHeaders(raw=[*scope["headers"]])
        if self._route is None or self._route.body is None or not _is_json(headers):
            return receive
        body, more = b"", True
        while more:
            try:
                message = await receive()
            except HTTPException as error:  # it is refused where all others are
                return _raising(error)
            if message["type"] != "http.request":
                return _replaying(message, receive)
            body += message.get("body", b"")
            more = message.get("more_body", False)
        method, body = self._route.body_today(body, _kind(headers))
        headers["Content-Length"] = str(len(body))
        scope.update(method=method, headers=headers.raw)
        return _replaying({"type": "http.request", "body": body}, receive)

    # the answer

    async def refuse(self, status: int, code: str, message: str) -> None:
        """Answer in the one shape of errors."""
        response = error_response(status, code, message)
        await response(self.inner, _nothing, self.send)

    async def refuse_method(self) -> None:
        """Answer which methods the path has in this version."""
        heads = {"HEAD"} if "GET" in self.allowed else set()
        headers = {"Allow": ", ".join(sorted(self.allowed | heads | {"OPTIONS"}))}
        response = Response(status_code=204, headers=headers)
        if self._outer["method"] != "OPTIONS":
            code, message = "METHOD_NOT_ALLOWED", "Method Not Allowed"
            response = error_response(405, code, message, headers=headers)
        await response(self.inner, _nothing, self.send)

    async def send(self, message: Message) -> None:
        """Send a part of the answer, or keep it until all of it can be translated."""
        if message["type"] == "http.response.start":
            # What others note of a request is looked for where it came in.
            noted = self.inner.keys() - self._outer.keys()
            self._outer.update({name: self.inner[name] for name in noted})
            self._tell(MutableHeaders(scope=message))
            if self._route and _is_json(Headers(raw=message["headers"])):
                self._start = message
                return
        elif self._start:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            start, self._start = self._start, None
            body = self._translated(start["status"])
            MutableHeaders(scope=start)["Content-Length"] = str(len(body))
            await self._send(start)
            message = {**message, "body": body}
        await self._send(message)

    def _tell(self, headers: MutableHeaders) -> None:
        version = self.version
        if version.deprecated is not None:
            headers["Deprecation"] = f"@{version.deprecated}"
        if version.sunset:
            headers["Sunset"] = version.sunset
        for link in self._links():
            headers.append("Link", link)
        if "Location" in headers:
            headers["Location"] = self._url_then(headers["Location"])

    def _links(self) -> Iterator[str]:
        version = self.version
        if self._route:
            yield f'<{quote(self.inner["path"])}>; rel="successor-version"'
        if version.link and version.deprecated is not None:
            yield f'<{version.link}>; rel="deprecation"; type="text/html"'
        if version.link and version.sunset:
            yield f'<{version.link}>; rel="sunset"; type="text/html"'

    def _translated(self, status: int) -> bytes:
        try:
            answer = json.loads(self._body)
        except ValueError:  # the answer to a HEAD has none
            return self._body
        if status >= 400:
            _renamed(answer, self._route)
        elif status == _OF_ITEMS:
            for each in answer["data"]:
                self._rename_item(each)
        elif isinstance(answer, dict) and {"data", "links"} <= answer.keys():
            links = answer["links"]
            answer["links"] = {n: v and self._url_then(v) for n, v in links.items()}
        if status < 400 and self._route and self._route.answer:
            answer = self._route.answer.then(answer)
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()

    def _rename_item(self, item: dict[str, Any]) -> None:
        """Give what became of one of many items the names of then, but for its row."""
        if "location" in item:
            item["location"] = self._url_then(item["location"])
        if "error" in item and self._route:
            _renamed(item["error"], self._route.of_item)

    def _url_then(self, url: str) -> str:
        """Return an address of today's API as the version has it."""
        start, parts = f"{self._root}{self._prefix}", urlsplit(url)
        if not parts.path.startswith(f"{start}/"):
            return url
        path = self.version.path_then(parts.path.removeprefix(start))
        if path is None:
            return url
        query = parts.query
        if query and self._route and self._route.query:
            pairs = parse_qsl(query, keep_blank_values=True)
            query = urlencode(self._route.query.pairs_then(pairs))
        path = f"{self._root}{self.version.prefix}{path}"
        return parts._replace(path=path, query=query).geturl()

    def note(self) -> None:
        """Count the request, and log whose it was: `python -m workshop.core.version_use`."""
        path = self._route.path if self._route else ""
        known = f"{self.version.prefix}{path}" if path else "unmatched"
        method = self._route.method if self._route else "OTHER"
        USED.labels(self.version.name, method, known).inc()
        _logger.info(
            "older_version_used",
            version=self.version.name,
            operation=f"{method} {known}",
            caller=_caller(self.inner),
            agent=Headers(scope=self._outer).get("User-Agent", "")[:200],
        )


def _kind(headers: Headers) -> str:
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _is_json(headers: Headers) -> bool:
    kind = _kind(headers)
    return kind == "application/json" or kind.endswith("+json")


def _renamed(answer: Any, route: Route | None) -> None:
    """Give what errors are about the names of a route's version."""
    if isinstance(answer, list):
        for each in answer:
            _renamed(each, route)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            if route and isinstance(value, str):
                answer[name] = _place_then(name, value, route)
            _renamed(value, route)


def _place_then(name: str, value: str, route: Route) -> str:
    if name == "field":
        return route.place_then(value)
    if name == "pointer" and value.startswith("#/"):
        place = route.place_then(value[2:].replace("/", "."))
        return "#/" + place.replace(".", "/")
    return value


def _caller(scope: Scope) -> str:
    """Return who made a request, as far as somebody has asked."""
    principal = scope.get("principal")
    if account := getattr(principal, "id", None):
        return f"account {account}"
    if client := getattr(principal, "client", ""):
        return f"service {client}"
    return "anonymous"


def _raising(error: Exception) -> Receive:
    async def receive() -> Message:
        raise error

    return receive


def _replaying(message: Message, rest: Receive) -> Receive:
    given = [message]

    async def receive() -> Message:
        return given.pop() if given else await rest()

    return receive


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


# The contracts


def contract_router(versions: Sequence[Version], folder: Path) -> APIRouter:
    """Return the routes by which the contracts of older versions are read."""
    router = APIRouter(include_in_schema=False)
    for each in versions:
        _add_contract(router, each, folder)
    return router


def _add_contract(router: APIRouter, version: Version, folder: Path) -> None:
    async def contract() -> Response:
        body = contract_json(version.name, folder)
        return Response(body, media_type="application/json")

    path = f"{version.prefix}/openapi.json"
    router.add_api_route(path, contract, name=f"contract_{version.name}")


@cache
def contract_json(version: str, folder: Path) -> bytes:
    """Return the contract of a version as JSON, read from its file once."""
    text = (folder / f"openapi.{version}.yaml").read_bytes()
    document = yaml.load(text, Loader=yaml.CSafeLoader)
    return json.dumps(document, ensure_ascii=False).encode()
