"""Writes that are sent again under their `Idempotency-Key` are done once.

As draft-ietf-httpapi-idempotency-key-header-07 has it: the answer is kept in the transaction
of the write, so that either both are there or none.
"""

import json
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from chat.core.errors import ErrorDetail, InvalidError
from chat.core.idempotency import Answer, Claim

from .dependencies import WritingDep, resources_of

HEADER = "Idempotency-Key"

_METHODS = {"POST", "PATCH"}
_CLAIM = "idempotency_claim"
_FAILED = 400

_PATTERN = r'^("([ !#-\[\]-~]|\\["\\]){1,255}"|[!#-+\--\[\]-~]{1,255})$'
_KEY = re.compile(_PATTERN)
_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "schema": {"type": "string", "maxLength": 512, "pattern": _PATTERN},
}

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _AnsweredError(Exception):
    """The request has been answered before."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class IdempotentRoute(APIRoute):
    """A route whose POST and PATCH are done once for a key, however often they are sent.

    What fails is not kept: it has written nothing, and may be tried again.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        if _METHODS.intersection(options.get("methods") or ()):
            asked = options.get("dependencies") or ()
            options["dependencies"] = [*asked, Depends(_claim)]
            more = options.get("openapi_extra") or {}
            options["openapi_extra"] = {"parameters": [_PARAMETER], **more}
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        """Return what handles a request, and keeps its answer while all can be undone."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                response = await handler(request)
            except _AnsweredError as known:
                answer = known.answer
                return Response(answer.body, answer.status, answer.headers)
            claim: Claim | None = request.scope.get(_CLAIM)
            if claim is not None and response.status_code < _FAILED:
                settings = resources_of(request.app).settings
                await claim.keep(_answer_of(response), settings.idempotency_keep)
            return response

        return handle


async def _claim(request: Request, work: WritingDep) -> None:
    """Have the request's key for as long as it lasts; raise where it is answered already."""
    given = request.headers.getlist(HEADER)
    if not given:
        return
    body = await request.body()
    asked = [request.method, request.scope["path"], request.url.query]
    claim = Claim(work, _key_of(", ".join(given)), json.dumps(asked).encode() + body)
    answer = await claim.answer()
    if answer is not None:
        raise _AnsweredError(answer)
    request.scope[_CLAIM] = claim


def _key_of(header: str) -> str:
    """Return the key in a header: a string of RFC 9651, or the same without its quotes."""
    if _KEY.fullmatch(header) is None:
        message = "A key has 1 to 255 characters of ASCII, such as a UUID in quotes."
        details = [ErrorDetail(HEADER, message, "invalid_form")]
        raise InvalidError("The request is not valid.", details)
    if header.startswith('"'):
        return header[1:-1]  # in which an escape is the one way to say its character
    return header


def _answer_of(response: Response) -> Answer:
    return Answer(response.status_code, dict(response.headers), bytes(response.body))
