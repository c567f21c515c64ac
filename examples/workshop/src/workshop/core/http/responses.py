"""Answers: what the database returned, serialised once and validated never again."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from operator import attrgetter
from typing import Any, Self, get_args
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import to_json

from workshop.core.cursors import CursorPage
from workshop.core.queries import Page
from workshop.core.totals import OpenPage

from .encoders import encoder_of

_JSON = "application/json"
_IN_PATHS = "/:@!$&'()*+,;="


class ResponseBuilder:
    """Shows one kind of entity, be it a mapped object or a row with the same attributes."""

    def __init__(self, schema: type[BaseModel]) -> None:
        self._fields = fields = schema.model_fields
        self._names = [field.alias or name for name, field in fields.items()]
        self._values = attrgetter(*fields, "__class__")
        self._encoders = [
            (field.alias or name, encode)
            for name, field in fields.items()
            if (encode := _encoder_of(field.annotation))
        ]

    def one(
        self, entity: object, *, status: int = 200, location: str | None = None
    ) -> Response:
        """Return an answer with one entity, and where it is if it is new."""
        headers = self._headers(entity)
        if location is not None:
            headers["Location"] = location
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

    def cursor_page(self, page: CursorPage) -> Response:
        """Return an answer with a part of a list, and the cursor to the next."""
        body = {
            "data": [self._shown(item) for item in page.items],
            "pagination": page.said,
        }
        return Response(to_json(body), media_type=_JSON)

    def _headers(self, _entity: object) -> dict[str, str]:
        return {}

    def shown(self, entity: object) -> dict[str, Any]:
        """Return an entity as answers have it."""
        return self._shown(entity)

    def open_page(self, page: OpenPage, request: Request) -> Response:
        """Return an answer with a page of a list, and links to those around it."""
        near = {
            "self": page.number,
            "first": 1,
            "prev": page.number - 1 if page.number > 1 else None,
            "next": page.number + 1 if page.has_more else None,
        }
        if page.last is not None:
            near["last"] = page.last
        body = {
            "data": [self._shown(item) for item in page.items],
            "pagination": page.said,
            "links": _links(request, near),
        }
        return Response(to_json(body), media_type=_JSON)

    def many(self, entities: Sequence[object]) -> Response:
        """Return an answer with some entities, and nothing around them."""
        shown = [self._shown(each) for each in entities]
        return Response(to_json(shown), media_type=_JSON)

    def only(self, attributes: tuple[str, ...]) -> Self:
        """Return what shows some attributes of a row alone; itself where none is named."""
        if not attributes:
            return self
        fields = {n: each for n, each in self._fields.items() if n in attributes}
        found = copy(self)
        found._names = [field.alias or name for name, field in fields.items()]
        found._values = attrgetter(*fields, "__class__")
        written = self._encoders
        found._encoders = [each for each in written if each[0] in found._names]
        return found

    def _shown(self, entity: object) -> dict[str, Any]:
        shown = dict(zip(self._names, self._values(entity), strict=False))
        for name, encode in self._encoders:
            if shown[name] is not None:
                shown[name] = encode(shown[name])
        return shown


def _encoder_of(annotation: Any) -> Callable[[Any], Any] | None:
    """Return how a value is written, row by row where it is a list of them."""
    kind = next(iter(get_args(annotation)), None)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        shown = ResponseBuilder(kind)._shown
        return lambda rows: [shown(each) for each in rows]
    return encoder_of(annotation)


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
