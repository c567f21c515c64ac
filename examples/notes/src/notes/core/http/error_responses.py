"""Every error leaves in one shape, whoever raised it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic_core import to_json
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from notes.core.context import request_id
from notes.core.errors import (
    ConflictError,
    DomainError,
    ErrorDetail,
    InvalidError,
    NotFoundError,
    UnavailableError,
)

_logger = structlog.stdlib.get_logger(__name__)
_RETRY_SECONDS = "2"
_CODES = {413: "CONTENT_TOO_LARGE"}  # whose name depends on Python's version

_UNREADABLE = "There was an error parsing the body"
"""What the framework says of a body that is no text; any other 400 is somebody's own."""

_STATUS: Mapping[type[DomainError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def error_response(
    status: int,
    code: str,
    message: str,
    details: Sequence[ErrorDetail] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an error response in the one shape."""
    error = {
        "code": code,
        "message": message,
        "details": [asdict(detail) for detail in details],
        "request_id": request_id.get(),
        "timestamp": dt.datetime.now(dt.UTC),
    }
    return Response(to_json({"error": error}), status, headers, "application/json")


def install_error_handlers(app: FastAPI) -> None:
    """Answer every error of the domain, the framework and the database in the one shape."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(UnavailableError, _unavailable)
    app.add_exception_handler(PoolTimeoutError, _pool_exhausted)


async def _domain_error(_request: Request, error: Any) -> Response:
    kinds = (status for kind, status in _STATUS.items() if isinstance(error, kind))
    status = next(kinds, HTTPStatus.UNPROCESSABLE_ENTITY)
    return error_response(status, error.code, error.message, error.details)


async def _http_error(request: Request, error: Any) -> Response:
    status = HTTPStatus(error.status_code)
    headers = error.headers
    if error.detail == _UNREADABLE:
        return error_response(422, InvalidError.code, "The body is not JSON in UTF-8.")
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"Allow": ", ".join(sorted(_methods(request)))}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    code = _CODES.get(status, status.name)
    return error_response(status, code, str(error.detail), headers=headers)


def _methods(request: Request) -> set[str]:
    """Return the methods that the path has; the framework knows of the first route's only."""
    methods = {
        method
        for route in iter_route_contexts(request.app.routes)
        if route.matches(request.scope)[0] is not Match.NONE
        for method in route.methods or ()
    }
    return methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())


async def _validation_error(_request: Request, error: Any) -> Response:
    if isinstance(error.body, bytes):  # what is not announced as JSON is not read
        message = "The body has to be sent as application/json."
        return error_response(415, "UNSUPPORTED_MEDIA_TYPE", message)
    details = [_detail(fault) for fault in error.errors()]
    message = "The request is not valid."
    return error_response(422, InvalidError.code, message, details)


def _detail(fault: Mapping[str, Any]) -> ErrorDetail:
    kind, location = fault["type"], fault["loc"]
    if kind == "json_invalid":
        place = f"at character {location[1]}: {fault['ctx']['error']}"
        return ErrorDetail("body", f"The body is not JSON {place}", kind)
    return ErrorDetail(_field(location), fault["msg"], kind)


async def _unavailable(_request: Request, error: Any) -> Response:
    # Once a request, for as long as it lasts: a traceback of each would hide the rest.
    _logger.error("unavailable", reason=error.message, cause=repr(error.__cause__))
    headers = {"Retry-After": _RETRY_SECONDS}
    return error_response(503, error.code, error.message, headers=headers)


async def _pool_exhausted(request: Request, error: Any) -> Response:
    busy = UnavailableError("The database is too busy.")
    busy.__cause__ = error
    return await _unavailable(request, busy)


def _field(location: Sequence[str | int]) -> str:
    """Return where the fault is, as a client writes it: without `body` or `query` in front."""
    return ".".join(map(str, location[1:] or location))
