"""Answers: what the database returned, serialised once and validated never again."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import to_json

from notes.core.queries import Page

from .encoders import encoder_of

_JSON = "application/json"
_IN_PATHS = "/:@!$&'()*+,;="


class ResponseBuilder:
    """Shows one kind of entity, be it a mapped object or a row with the same attributes."""

    def __init__(self, schema: type[BaseModel]) -> None:
        fields = schema.model_fields
        self._names = [field.alias or name for name, field in fields.items()]
        self._values = attrgetter(*fields, "__class__")
        self._encoders = [
            (field.alias or name, encode)
            for name, field in fields.items()
            if (encode := encoder_of(field.annotation))
        ]

    def one(
        self, entity: object, *, status: int = 200, location: str | None = None
    ) -> Response:
        """Return an answer with one entity, and where it is if it is new."""
        headers = {} if location is None else {"Location": location}
        return Response(to_json(self._shown(entity)), status, headers, _JSON)

    def page(self, page: Page, request: Request) -> Response:
        """Return an answer with a page of a list, and links to the others."""
        body = {
            "data": [self._shown(item) for item in page.items],
            "pagination": {
                "page": page.number,
                "limit": page.limit,
                "total": page.total,
                "pages": page.pages,
            },
            "links": _links(request, _near(page)),
        }
        return Response(to_json(body), media_type=_JSON)

    def _shown(self, entity: object) -> dict[str, Any]:
        shown = dict(zip(self._names, self._values(entity), strict=False))
        for name, encode in self._encoders:
            if shown[name] is not None:
                shown[name] = encode(shown[name])
        return shown


def own_path(request: Request) -> str:
    """Return a request's path as links have it: a question mark in a key begins no query."""
    return quote(request.scope["path"], safe=_IN_PATHS)


def location(request: Request, *key: object) -> str:
    """Return the path of an entity that was made below the request's own."""
    return "/".join([own_path(request), *(quote(str(part), safe="") for part in key)])


def _near(page: Page) -> Mapping[str, int | None]:
    last = max(page.pages, 1)
    return {
        "self": page.number,
        "first": 1,
        "prev": page.number - 1 if page.number > 1 else None,
        "next": page.number + 1 if page.number < last else None,
        "last": last,
    }


def _links(
    request: Request, near: Mapping[str, int | None]
) -> Mapping[str, str | None]:
    """Return links to pages by their numbers, each with all else that was asked for."""
    given = request.query_params.multi_items()
    rest = urlencode([(name, value) for name, value in given if name != "page"])
    start = own_path(request) + (f"?{rest}&" if rest else "?")
    return {
        name: None if number is None else f"{start}page={number}"
        for name, number in near.items()
    }
