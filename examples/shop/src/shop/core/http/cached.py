"""Routes whose answers are kept, and what other caches are told of these."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, Literal

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.orm import DeclarativeBase

from shop.core.cache.answers import Asked
from shop.core.cache.cached import Cached
from shop.core.cache.reach import model_of, reach_of
from shop.core.db.visibility import access_of
from shop.core.security.authentication import principal_of
from shop.core.security.principal import Grants, Principal
from shop.core.security.rules import NOBODY, PUBLIC

from .contract import contract_file
from .dependencies import resources_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_LONGEST = 2000  # bytes of a query; nobody asks for more twice
_TOLD = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
_CONDITION = b"if-none-match"
_CREDENTIALS = ("Authorization", "Cookie", "X-API-Key")
_ACTIONS: tuple[Literal["list", "get"], ...] = ("list", "get")


@dataclass(frozen=True, slots=True)
class Kept:
    """That the answers of a route are kept; nothing is asked before it."""

    cached: Cached

    async def __call__(self) -> None:
        """Let every request pass."""


def kept(cached: Cached) -> Any:
    """Have a route of a `CachedRoute` keep its answers as a slice says."""
    return Depends(Kept(cached))


class CachedRoute(APIRoute):
    """A route that looks whether its answer is kept before it does anything else."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        asked = (each.dependency for each in options.get("dependencies") or ())
        self._kept = next((each for each in asked if isinstance(each, Kept)), None)
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        """Return what answers a request, with what is kept where that holds."""
        handler, kept = super().get_route_handler(), self._kept
        if kept is None:
            return handler

        async def handle(request: Request) -> Response:
            response = await _answered(request, kept, handler)
            if response.status_code in _TOLD:
                _tell_caches(request, kept.cached, response)
            return response

        return handle


async def _answered(request: Request, kept: Kept, handler: Handler) -> Response:
    answers = resources_of(request.app).answers
    if answers is None or len(request.scope["query_string"]) > _LONGEST:
        return await handler(request)
    asked = await _asked(request, kept)
    # What is kept is the answer to whoever has nothing yet.
    whole = _unconditional(request)
    response = await answers.answer(asked, lambda: handler(whole))
    return response if whole is request else _unless_known(request, response)


async def _asked(request: Request, kept: Kept) -> Asked:
    """Return what is asked, and on what the answer hangs beside it."""
    model, scope = model_of(kept.cached), request.scope
    parts = [_release(), scope.get("root_path", ""), scope["path"]]
    parts.append(scope["query_string"].decode("latin-1"))
    principal = await principal_of(request)
    parts += _whose(model, principal)
    digest = blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()
    key = f"shop:{digest}"
    return Asked(model.__name__, key, reach_of(model).tables, kept.cached)


@cache
def _release() -> str:
    """Return what tells answers of this contract from those of another one."""
    return blake2b(contract_file().read_bytes(), digest_size=8).hexdigest()


def _unconditional(request: Request) -> Request:
    """Return a request that doesn't say what its client has already."""
    headers = request.scope["headers"]
    if all(name != _CONDITION for name, _ in headers):
        return request
    left = [each for each in headers if each[0] != _CONDITION]
    return Request({**request.scope, "headers": left}, request.receive)


def _unless_known(request: Request, response: Response) -> Response:
    """Return 304 in place of an answer that the client has already."""
    tag = response.headers.get("ETag")
    given = request.headers.get("If-None-Match", "").split(",")
    known = {each.strip().removeprefix("W/") for each in given}
    if tag is None or response.status_code != HTTPStatus.OK:
        return response
    if tag.removeprefix("W/") not in known and "*" not in known:
        return response
    return Response(None, HTTPStatus.NOT_MODIFIED, {"ETag": tag})


def _tell_caches(request: Request, cached: Cached, response: Response) -> None:
    """Say who else may keep an answer, unless the answer says that itself."""
    if "Cache-Control" in response.headers:
        return
    for name, value in _cache_headers(request, cached):
        if name == "Vary":
            response.headers.add_vary_header(value)
        else:
            response.headers[name] = value


def _cache_headers(request: Request, cached: Cached) -> Iterator[tuple[str, str]]:
    if not _is_everybodys(model_of(cached)):
        is_known = any(name in request.headers for name in _CREDENTIALS)
        yield "Cache-Control", "no-store" if is_known else "private, no-cache"
        yield "Vary", ", ".join(_CREDENTIALS)
        return
    yield "Cache-Control", f"public, max-age={cached.seconds}"


def _whose(model: type[DeclarativeBase], principal: Principal) -> list[str]:
    """Return what tells those who see something else of the same question."""
    view, hangs_on_rows = _view(model, principal.grants)
    return [view, str(principal.id) if hangs_on_rows else ""]


@lru_cache(4096)
def _view(model: type[DeclarativeBase], grants: Grants) -> tuple[str, bool]:
    """Return what rules come to for a principal, and whether rows decide the rest."""
    said, hangs_on_rows = [], False
    for shown in reach_of(model).models:
        access = access_of(shown)
        if access is None:
            continue
        for action in _ACTIONS:
            rule = access.verdict(action, grants)
            said.append(repr(rule))
            hangs_on_rows = hangs_on_rows or rule not in (PUBLIC, NOBODY)
    view = blake2b("\n".join(said).encode(), digest_size=16).hexdigest()
    return view, hangs_on_rows


@cache
def _is_everybodys(model: type[DeclarativeBase]) -> bool:
    """Tell whether everybody sees the same, be it known who asks or not."""
    rules = [access_of(each) for each in reach_of(model).models]
    found = [each for each in rules if each is not None]
    return all(each.list == PUBLIC and each.get == PUBLIC for each in found)
